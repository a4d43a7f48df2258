package io.ddm.api.sim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * One scenario in a process of its own, for {@link DeterminismTest} and for people: {@code Replay SCENARIO FIRST LAST
 * CLAIM...} prints for each seed what happened, and a digest of all events and effects.
 */
final class Replay {

    private Replay() {}

    public static void main(String[] args) {
        Scenario scenario = Scenario.valueOf(args[0]);
        Set<Claim> claims = EnumSet.noneOf(Claim.class);
        List.of(args).subList(3, args.length).forEach(claim -> claims.add(Claim.valueOf(claim)));
        LongStream.rangeClosed(Long.parseLong(args[1]), Long.parseLong(args[2])).parallel().forEach(seed -> {
            try {
                MessageDigest sum = MessageDigest.getInstance("SHA-256");
                String said = scenario.run(seed, claims, Optional.of(sum));
                System.out.println(seed + ": " + HexFormat.of().formatHex(sum.digest()) + ", " + said);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            } catch (AssertionError | RuntimeException e) {
                System.out.println(seed + ": FAILED " + e);
                e.printStackTrace();
            }
        });
    }
}
