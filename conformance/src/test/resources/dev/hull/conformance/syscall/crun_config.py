"""Writes a bundle's config.json for crun: Debian's seccomp profile, resolved for docker's default capabilities.

Usage: crun_config.py ROOT WORD... >config.json
"""
import json, sys

CAPABILITIES = ["CAP_" + name for name in (
    "CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE"
    " SETFCAP").split()]


def holds(entry):
    includes, excludes = entry.get("includes") or {}, entry.get("excludes") or {}
    return (set(includes.get("caps", [])) <= set(CAPABILITIES)
            and not set(excludes.get("caps", [])) & set(CAPABILITIES)
            and "amd64" in includes.get("arches", ["amd64"]))


profile = json.load(open("/usr/share/containers/seccomp.json"))
rules = []
for entry in filter(holds, profile["syscalls"]):
    rule = {"names": entry["names"], "action": entry["action"], "args": entry.get("args") or []}
    if entry["action"] == "SCMP_ACT_ERRNO":
        rule["errnoRet"] = entry["errnoRet"]
    rules.append(rule)
json.dump({
    "ociVersion": "1.0.2",
    "root": {"path": sys.argv[1]},
    "process": {
        "user": {"uid": 0, "gid": 0},
        "args": sys.argv[2:],
        "env": ["PATH=/usr/bin:/bin"],
        "cwd": "/",
        "capabilities": {name: CAPABILITIES for name in ("bounding", "effective", "permitted")},
        "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 1024, "soft": 1024}],
    },
    "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
    "linux": {
        "namespaces": [{"type": name} for name in ("pid", "mount", "ipc", "uts", "network", "cgroup")],
        "seccomp": {
            "defaultAction": profile["defaultAction"],
            "defaultErrnoRet": profile["defaultErrnoRet"],
            "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
            "syscalls": rules,
        },
    },
}, sys.stdout)
