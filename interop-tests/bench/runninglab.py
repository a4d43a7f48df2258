"""A lab of interop-tests/lab that runs beside a bench, and the figures that its daemons give of themselves."""
import os
import re
import signal
import subprocess
import sys
import threading

LAB = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "lab")
STATE = "/run/ddm-lab"  # exists only in the lab


class RunningLab:
    """Daemons that have every route; they end with close()."""

    def __init__(self, bench, *topology, environment=None):
        """Starts a lab, or ends the bench with its last lines if it does not come up."""
        self.bench = bench
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that the lab ends too
        self.lines = []
        self.lab = subprocess.Popen([LAB, *topology], stdout=subprocess.PIPE, text=True, start_new_session=True,
                                    env={**os.environ, **(environment or {})})
        for line in self.lab.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("It runs until"):
                break
        else:
            self.lab.wait()
        text = "\n".join(self.lines)
        if self.lab.poll() is not None or "did NOT come up" in text:
            self.close()
            self.fail("the lab did not come up:\n" + "\n".join(self.lines[-20:]))
        threading.Thread(target=self.lab.stdout.read, daemon=True).start()

    def fail(self, reason):
        raise SystemExit(f"{self.bench}: {reason}")

    def run(self, node, *command, text=None, timeout=60):
        """What a command on a node prints; the bench ends if the command fails."""
        done = subprocess.run([LAB, "exec", f"{self.lab.pid}/{node}", *command], input=text, capture_output=True,
                              text=True, timeout=timeout)
        if done.returncode:
            shown = " ".join(command).splitlines()[0][:120]
            self.fail(f"on {node}: {shown} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, node, *command):
        return subprocess.Popen([LAB, "exec", f"{self.lab.pid}/{node}", *command], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True)

    def does(self, verb, target):
        """cut, mend, kill or restart."""
        done = subprocess.run([LAB, verb, f"{self.lab.pid}/{target}"], capture_output=True, text=True)
        if done.returncode:
            self.fail(f"lab {verb} {target}: {done.stdout}{done.stderr}")

    def pid(self, node):
        """The process id of a node's daemon, as the lab knows it."""
        # Only the daemon itself has its data directory among its arguments and Java as its program.
        found = self.run(node, "bash", "-c", 'for process in /proc/[0-9]*; do'
                         ' program=$(readlink "$process/exe") && [[ $program == */java ]]'
                         f' && tr "\\0" " " <"$process/cmdline" | grep -q -- "--data-dir {STATE}/{node}/data "'
                         ' && echo "${process#/proc/}"; done 2>/dev/null; true').split()
        if len(found) != 1:
            self.fail(f"{node} has {len(found)} daemons, not one")
        return int(found[0])

    def resident_mib(self, node):
        """The resident memory of a node's daemon."""
        status = self.run(node, "cat", f"/proc/{self.pid(node)}/status")
        return int(re.search(r"^VmRSS:\s+(\d+) kB$", status, re.M).group(1)) / 1024

    def close(self):
        self.lab.terminate()
        self.lab.wait(30)
