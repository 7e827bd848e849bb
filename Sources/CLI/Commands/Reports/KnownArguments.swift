import ArgumentParser
import BackOffice
import Foundation

/// As of which state of the log a report is made.
struct KnownArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "As it was known at this instant: without what was recorded or corrected later, by the definitions of then.")
  var asKnownAt: InstantArgument?
  @Option(help: ArgumentHelp("The same for a position of the log.", valueName: "position")) var position: Int64?

  func validate() throws {
    if asKnownAt != nil, position != nil {
      throw ValidationError("--as-known-at and --position say the same in two ways; leave one of them out")
    }
    if let position, position < 0 { throw ValidationError("--position \(position): write a position, from 1 on") }
  }

  /// The position asked for; `nil` for the head of the log.
  func position(_ session: Session, _ zone: TimeZone, now: Date) async throws -> Int64? {
    if let position { return position }
    guard let asKnownAt else { return nil }
    return try await session.position(asKnownAt: asKnownAt.date(in: zone, now: now))
  }

  /// The present of whoever would have asked then.
  func now(in zone: TimeZone, now: Date) -> Date {
    asKnownAt.map { min(now, $0.date(in: zone, now: now)) } ?? now
  }
}
