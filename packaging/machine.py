"""Debian with systemd as process 1 of namespaces, in a directory; and hosts that are only a network namespace."""
import contextlib
import ctypes
import os
import shutil
import socket
import subprocess
import threading
import time

CLONE_NEWNET = 0x40000000
SUITE = "bookworm"
PACKAGES = "systemd,systemd-sysv,dbus,iproute2,procps,adduser,bash-completion"

# In fresh namespaces: what systemd wants to find. The network stays as it is, without links.
BOOT = """
set -e
cd "$1"
mount --bind . . && cd "$1"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
mount -t tmpfs -o mode=755 tmpfs run
mkdir -p dev/pts dev/shm
mount -t devpts devpts dev/pts
ln -s pts/ptmx dev/ptmx
for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
pivot_root . mnt
umount -l /mnt
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=ddm-test /lib/systemd/systemd --system
"""


class Failure(Exception):
    """A check that did not hold."""


def run(*command, check=True, timeout=120, **options):
    """What a command prints, both streams; it must succeed unless check is false."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout,
                          stdin=subprocess.DEVNULL, **options)
    if check and done.returncode:
        raise Failure(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout.strip()}")
    return done.stdout.strip()


def until(what, condition, seconds=30):
    """Waits until the condition gives something, and returns it."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Failure(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def debian(directory):
    """A directory with a minimal Debian, which is made once."""
    if os.path.exists(os.path.join(directory, "lib/systemd/systemd")):
        return directory
    if not shutil.which("debootstrap"):
        raise Failure("no Debian to install into: debootstrap is missing (apt-get install debootstrap)")
    shutil.rmtree(directory, ignore_errors=True)
    partial = directory + ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    os.makedirs(partial)
    try:
        run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, partial, *mirror(), timeout=540)
    except (Failure, subprocess.TimeoutExpired) as reason:
        raise Failure(f"no Debian to install into: {str(reason)[-2000:]}") from reason
    os.rename(partial, directory)
    return directory


def mirror():
    """The mirror that this machine uses for its own Debian, if it is one."""
    for line in run("apt-cache", "policy", check=False).splitlines():
        words = line.split()
        if len(words) > 2 and words[1].startswith("http") and words[2] == f"{SUITE}/main":
            return [words[1]]
    return []


class Host:
    """A network namespace, and commands in it."""

    def __init__(self):
        self.process = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        self.pid = self.process.pid
        until("a network namespace", lambda: os.readlink(f"/proc/{self.pid}/ns/net") != os.readlink("/proc/self/ns/net"))
        self.run("ip", "link", "set", "lo", "up")

    def command(self, *command):
        return ["nsenter", f"--net=/proc/{self.pid}/ns/net", *command]

    def run(self, *command, **options):
        return run(*self.command(*command), **options)

    @contextlib.contextmanager
    def network(self):
        """Sockets that this thread makes meanwhile are of this host."""
        libc = ctypes.CDLL(None, use_errno=True)
        with open("/proc/thread-self/ns/net") as before, open(f"/proc/{self.pid}/ns/net") as inside:
            if libc.setns(inside.fileno(), CLONE_NEWNET):
                raise Failure(f"setns: {os.strerror(ctypes.get_errno())}")
            try:
                yield
            finally:
                libc.setns(before.fileno(), CLONE_NEWNET)

    def close(self):
        self.process.kill()
        self.process.wait()


class Machine(Host):
    """A copy of a Debian, which can be booted."""

    def __init__(self, debian_root, directory):  # pylint: disable=super-init-not-called
        self.root = os.path.join(directory, "root")
        run("cp", "-a", debian_root, self.root)
        # The console belongs to the operator who runs the test.
        for unit in ("console-getty.service", "getty.target", "systemd-logind.service"):
            os.symlink("/dev/null", os.path.join(self.root, "etc/systemd/system", unit))
        os.makedirs(os.path.join(self.root, "var/log/journal"), exist_ok=True)
        with open(os.path.join(self.root, "etc/hostname"), "w") as name:
            name.write("machine\n")
        self.cgroup = os.path.join(cgroups(), f"ddm-test-{os.getpid()}")
        self.process, self.pid = None, 0

    def boot(self):
        """Starts systemd, and waits until it is up."""
        os.mkdir(self.cgroup)
        self.process = subprocess.Popen(
            ["sh", "-ec", 'echo $$ >"$0/cgroup.procs"; exec "$@"', self.cgroup, "unshare", "--mount", "--pid", "--net",
             "--ipc", "--uts", "--cgroup", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", BOOT,
             "sh", self.root], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        self.pid = int(until("systemd starts", lambda: self.alive() and read(children).split())[0])
        until("systemd is up", lambda: self.alive() and self.run(
            "systemctl", "is-system-running", check=False).splitlines()[-1:] in (["running"], ["degraded"]))
        self.run("ip", "link", "set", "lo", "up")

    def alive(self):
        if self.process.poll() is not None:
            raise Failure(f"the machine did not boot: {self.process.stdout.read().decode()}")
        return True

    def command(self, *command):
        return ["nsenter", "-t", str(self.pid), "-m", "-p", "-n", "-i", "-u", "-r", "-w", "--", "env", "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", *command]

    def path(self, path):
        """A file of the machine as this process sees it, without its mounts."""
        return os.path.join(self.root, path.lstrip("/"))

    def show(self, *properties):
        """Properties of the service."""
        lines = self.run("systemctl", "show", "ddmd", "-p", ",".join(properties)).splitlines()
        return dict(line.split("=", 1) for line in lines)

    def close(self):
        if self.process:
            self.process.kill()
            self.process.wait()
        for directory, _, _ in os.walk(self.cgroup, topdown=False):
            with contextlib.suppress(OSError):
                until("the machine is gone", lambda d=directory: not read(os.path.join(d, "cgroup.procs")), 10)
                os.rmdir(directory)


def cgroups():
    """Where the kernel shows the unified hierarchy of cgroups."""
    found = run("findmnt", "-n", "-o", "TARGET", "-t", "cgroup2").splitlines()
    if not found:
        raise Failure("no cgroup2 file system is mounted")
    return found[0]


def read(path):
    try:
        with open(path) as file:
            return file.read()
    except FileNotFoundError:
        return ""


class Flow:
    """A datagram every 10 ms from one host to another, which sends each back; counts those that do not return."""

    PORT = 4242
    PACE = 0.01

    def __init__(self, source, source_address, target, target_address):
        self.target_address = target_address
        with source.network():
            self.sender = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            self.sender.bind((source_address, 0))
        with target.network():
            self.echo = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            self.echo.bind((target_address, self.PORT))
        self.sent, self.back, self.ended = 0, set(), False
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self.answer, self.receive, self.send)]
        for thread in self.threads:
            thread.start()

    def send(self):
        due = time.monotonic()
        while not self.ended:
            with contextlib.suppress(OSError):  # no route: the packet is lost, and counted
                self.sender.sendto(str(self.sent).encode(), (self.target_address, self.PORT))
            self.sent += 1
            due += self.PACE
            time.sleep(max(0.0, due - time.monotonic()))

    def answer(self):
        with contextlib.suppress(OSError):
            while True:
                data, sender = self.echo.recvfrom(64)
                if not data:
                    return
                self.echo.sendto(data, sender)

    def receive(self):
        with contextlib.suppress(OSError):
            while data := self.sender.recv(64):
                self.back.add(int(data))

    def stop(self):
        """How many were sent, and how many of them did not return."""
        self.ended = True
        self.threads[2].join()
        with contextlib.suppress(Failure):
            until("the last datagrams", lambda: len(self.back) == self.sent, 2)
        for endpoint in (self.sender, self.echo):
            with contextlib.suppress(OSError):
                endpoint.shutdown(socket.SHUT_RDWR)
            endpoint.close()
        return self.sent, self.sent - len(self.back)


class FrozenThread:
    """A thread of another process that does not run, by ptrace(2), which leaves the other threads alone."""

    SEIZE, INTERRUPT = 0x4206, 0x4207
    ALL = 0x40000000  # __WALL: threads too

    def __init__(self, tid):
        self.tid = tid
        self.request(self.SEIZE)
        self.request(self.INTERRUPT)

    def reap(self):
        """Lets it end when its process is killed: the kernel keeps a traced thread until its tracer knows."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.tid, os.WNOHANG | self.ALL)

    def request(self, request):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        if libc.ptrace(request, self.tid, None, None):
            raise Failure(f"ptrace: {os.strerror(ctypes.get_errno())}")
