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
    if let position, position < 1 {
      throw ValidationError("--position \(position): nothing lies before the first event; write a position from 1 on")
    }
  }

  /// The position asked for, `nil` for the head of the log; and the present of whoever would have asked then.
  func moment(_ session: Session, _ zone: TimeZone, now: Date) async throws -> (position: Int64?, now: Date) {
    if let position { return (position, min(now, try await session.recorded(at: position))) }
    guard let instant = asKnownAt?.date(in: zone, now: now) else { return (nil, now) }
    let position = try await session.position(asKnownAt: instant)
    if position == 0 {
      let (began, asked) = (Self.text(try await session.recorded(at: 1), zone), Self.text(instant, zone))
      throw Failure(
        .usage,
        Text(
          zh: "\(asked) 时日志还是空的，什么都不知道；日志自 \(began) 开始，请用其后的时刻",
          en: "nothing was known at \(asked): the log begins at \(began); ask as of an instant after that"))
    }
    return (position, min(now, instant))
  }

  private static func text(_ instant: Date, _ zone: TimeZone) -> String {
    var clock = WallClock(zone: zone)
    var bytes: [UInt8] = []
    clock.append(instant, .iso, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
