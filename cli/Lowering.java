import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Links pattern switches and the equals and hashCode of records when the product is made instead of when it is run.
 *
 * <p>javac compiles both to invokedynamic, whose bootstrap spins classes and method handles at the first execution. An AOT
 * cache of JDK 25 keeps the links of lambdas, but not of these: a dozen of them cost a cold start more than all its work.
 * So each becomes a call of a private method that does in plain code what the bootstrap would have made.
 */
final class Lowering {
    private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final MethodTypeDesc OBJECT_TO_BOOLEAN =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);
    private static final MethodTypeDesc OBJECT_TO_INT =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object);
    private static final MethodTypeDesc OBJECTS_TO_BOOLEAN =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object);

    /** A method that takes the place of a call site. */
    private record Linked(String name, InvokeDynamicInstruction site) {}

    private final ClassFile classFile;

    /** @param entries the product's files by name: where the types of merged branches are looked up */
    Lowering(Map<String, byte[]> entries) {
        ClassHierarchyResolver own = ClassHierarchyResolver.ofResourceParsing(type -> {
            String descriptor = type.descriptorString();
            byte[] bytes = entries.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        });
        classFile = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(own.orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /** The class with its call sites linked; the same bytes if it has none of them. */
    byte[] lower(byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        List<Linked> methods = new ArrayList<>();
        byte[] lowered =
                classFile.transformClass(model, (builder, element) -> method(builder, element, model, methods));
        if (methods.isEmpty()) {
            return bytes;
        }
        return classFile.transformClass(
                classFile.parse(lowered),
                ClassTransform.endHandler(builder -> methods.forEach(method -> add(builder, method))));
    }

    private static void method(ClassBuilder builder, ClassElement element, ClassModel model, List<Linked> methods) {
        if (!(element instanceof MethodModel method)) {
            builder.with(element);
            return;
        }
        CodeTransform code = (to, instruction) -> code(to, instruction, model, methods);
        builder.transformMethod(method, (to, part) -> {
            if (part instanceof CodeModel body) {
                to.transformCode(body, code);
            } else {
                to.with(part);
            }
        });
    }

    private static void code(CodeBuilder to, CodeElement element, ClassModel model, List<Linked> methods) {
        if (!(element instanceof InvokeDynamicInstruction site) || !isLowered(site)) {
            to.with(element);
            return;
        }
        Linked method = new Linked("linked$" + methods.size(), site);
        methods.add(method);
        boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
        to.invokestatic(model.thisClass().asSymbol(), method.name, site.typeSymbol(), isInterface);
    }

    /** A switch over types and strings (one over enum constants stays), a record's equals and hashCode. */
    private static boolean isLowered(InvokeDynamicInstruction site) {
        ClassDesc owner = site.bootstrapMethod().owner();
        String name = site.name().stringValue();
        return owner.equals(SWITCHES)
                ? name.equals("typeSwitch")
                        && site.bootstrapArgs().stream()
                                .allMatch(label -> label instanceof ClassDesc || label instanceof String)
                : owner.equals(RECORDS) && !name.equals("toString");
    }

    private static void add(ClassBuilder builder, Linked method) {
        int flags = AccessFlag.PRIVATE.mask() | AccessFlag.STATIC.mask() | AccessFlag.SYNTHETIC.mask();
        builder.withMethodBody(method.name, method.site.typeSymbol(), flags, code -> {
            List<ConstantDesc> arguments = method.site.bootstrapArgs();
            switch (method.site.name().stringValue()) {
                case "typeSwitch" -> typeSwitch(code, arguments);
                case "equals" -> equality(code, (ClassDesc) arguments.getFirst(), getters(arguments));
                default -> hash(code, getters(arguments));
            }
        });
    }

    /** {@code int (Object value, int from)}: -1 for null, the first label from there on that fits, else their number. */
    private static void typeSwitch(CodeBuilder code, List<ConstantDesc> labels) {
        code.aload(0).ifThen(Opcode.IFNULL, then -> then.iconst_m1().ireturn());
        for (int i = 0; i < labels.size(); i++) {
            int label = i;
            code.iload(1).loadConstant(label).ifThen(Opcode.IF_ICMPLE, inner -> {
                if (labels.get(label) instanceof ClassDesc type) {
                    inner.aload(0).instanceOf(type);
                } else {
                    inner.loadConstant(labels.get(label)).aload(0);
                    inner.invokevirtual(ConstantDescs.CD_Object, "equals", OBJECT_TO_BOOLEAN);
                }
                inner.ifThen(then -> then.loadConstant(label).ireturn());
            });
        }
        code.loadConstant(labels.size()).ireturn();
    }

    /** The handles of a record's fields, after its class and the fields' names. */
    private static List<DirectMethodHandleDesc> getters(List<ConstantDesc> arguments) {
        return arguments.stream()
                .skip(2)
                .map(DirectMethodHandleDesc.class::cast)
                .toList();
    }

    /** {@code boolean (R one, Object other)}. */
    private static void equality(CodeBuilder code, ClassDesc type, List<DirectMethodHandleDesc> getters) {
        code.aload(1)
                .instanceOf(type)
                .ifThen(Opcode.IFEQ, then -> then.iconst_0().ireturn());
        for (DirectMethodHandleDesc getter : getters) {
            ClassDesc kind = load(code.aload(0), getter);
            load(code.aload(1).checkcast(type), getter);
            switch (TypeKind.from(kind)) {
                case REFERENCE ->
                    code.invokestatic(OBJECTS, "equals", OBJECTS_TO_BOOLEAN)
                            .ifThen(Opcode.IFEQ, then -> then.iconst_0().ireturn());
                case LONG ->
                    code.lcmp().ifThen(Opcode.IFNE, then -> then.iconst_0().ireturn());
                case DOUBLE, FLOAT ->
                    code.invokestatic(box(kind), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, kind, kind))
                            .ifThen(Opcode.IFNE, then -> then.iconst_0().ireturn());
                default -> code.ifThen(Opcode.IF_ICMPNE, then -> then.iconst_0().ireturn());
            }
        }
        code.iconst_1().ireturn();
    }

    /** {@code int (R one)}. */
    private static void hash(CodeBuilder code, List<DirectMethodHandleDesc> getters) {
        code.iconst_0();
        for (DirectMethodHandleDesc getter : getters) {
            code.loadConstant(31).imul();
            ClassDesc kind = load(code.aload(0), getter);
            if (kind.isPrimitive()) {
                code.invokestatic(box(kind), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, kind));
            } else {
                code.invokestatic(OBJECTS, "hashCode", OBJECT_TO_INT);
            }
            code.iadd();
        }
        code.ireturn();
    }

    /** Loads a field of the record on the stack; returns its type. */
    private static ClassDesc load(CodeBuilder code, DirectMethodHandleDesc getter) {
        ClassDesc kind = getter.invocationType().returnType();
        code.getfield(getter.owner(), getter.methodName(), kind);
        return kind;
    }

    private static ClassDesc box(ClassDesc primitive) {
        return switch (TypeKind.from(primitive)) {
            case BOOLEAN -> ConstantDescs.CD_Boolean;
            case BYTE -> ConstantDescs.CD_Byte;
            case CHAR -> ConstantDescs.CD_Character;
            case SHORT -> ConstantDescs.CD_Short;
            case LONG -> ConstantDescs.CD_Long;
            case FLOAT -> ConstantDescs.CD_Float;
            case DOUBLE -> ConstantDescs.CD_Double;
            default -> ConstantDescs.CD_Integer;
        };
    }
}
