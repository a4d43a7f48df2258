package io.ddm.cli;

import io.ddm.api.admin.AdminClientException;

/** A failure in three short lines: what failed, why, what to try. */
final class Problem {

    private Problem() {}

    static String place(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }

    static String describe(AdminClientException failure, String place) {
        return switch (failure.kind()) {
            case UNREACHABLE -> lines("cannot reach ddmd at " + place, String.valueOf(failure.getMessage()),
                    "start ddmd there, or name another router with -a ADDRESS and -p PORT");
            case TIMEOUT -> lines("ddmd at " + place + " does not answer", String.valueOf(failure.getMessage()),
                    "see whether the daemon is overloaded or stopped");
            case REFUSED -> lines("ddmd at " + place + " refused", String.valueOf(failure.getMessage()),
                    "change what the message names; nothing was changed");
            case UNEXPECTED -> lines("what answers at " + place + " is no ddmd", String.valueOf(failure.getMessage()),
                    "check the address and the port");
        };
    }

    private static String lines(String what, String why, String hint) {
        return "ddmadm: " + what + System.lineSeparator() + "  " + why + System.lineSeparator() + "  try: " + hint;
    }
}
