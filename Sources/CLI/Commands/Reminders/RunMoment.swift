import ArgumentParser
import Foundation

/// As of when a run of reminders or schedules works: what it does once, it never does again.
struct RunMoment: ParsableArguments {
  @Option(parsing: .unconditional, help: "As of this instant; now where not given.") var asOf: InstantArgument?
  @Flag(name: .customLong("dry-run"), help: "List what a run would do, and do nothing.") var isRehearsal = false
  @Flag(help: "With --as-of yet to come: do now what is due by then; it does not come again.") var aheadOfTime = false

  /// The instant meant.
  ///
  /// - Throws: a ``Failure`` where it is yet to come and nobody said that it is meant: tomorrow's reminders would be used up.
  func instant(in zone: TimeZone, now: Date) throws(Failure) -> Date {
    guard let instant = asOf?.date(in: zone, now: now) else { return now }
    guard instant > now, !isRehearsal, !aheadOfTime else { return instant }
    let at = instant.told(zone)
    throw Failure(
      .usage,
      Text(
        zh: "--as-of \(at) 尚未到来；现在就做的，到时不会再来。只想看，加 --dry-run；只做现在到期的，去掉 --as-of；确要提前做，加 --ahead-of-time",
        en:
          "--as-of \(at) is yet to come, and what is done now does not come again then; add --dry-run to look, leave --as-of out for what is due now, or add --ahead-of-time to do it now all the same"
      ))
  }
}
