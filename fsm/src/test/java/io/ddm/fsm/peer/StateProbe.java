package io.ddm.fsm.peer;

/** Shows to tests where an interface stands, in the words of the table in {@link State}. */
public final class StateProbe {

    private StateProbe() {}

    public static String stateOf(InterfaceFsm fsm) {
        return switch (fsm.state().get()) {
            case Down down -> down.link().isPresent() ? "Suppressed" : "Down";
            case Opening opening -> opening.isUnderWay() ? "Opening" : "Failed";
            case Soliciting _ -> "Soliciting";
            case Exchanging _ -> "Exchanging";
        };
    }
}
