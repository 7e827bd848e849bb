import FoundationEssentials
import Yams

/// The office as data: `timeZone: Asia/Shanghai`, and where it does not work by the calendar `office`, `calendar: KEY`.
public struct Office: Sendable, Equatable {
  /// The zone in which its days begin and its clocks are read.
  public let timeZone: TimeZone
  /// The calendar it works by.
  public let calendar: CalendarKey?

  /// An office in a zone.
  public init(timeZone: TimeZone, calendar: CalendarKey? = nil) {
    self.timeZone = timeZone
    self.calendar = calendar
  }

  /// From its published form; `nil` where the zone is not known.
  public init?(yaml: String) {
    guard let node = try? Yams.compose(yaml: yaml), let name = node["timeZone"]?.string,
      let zone = TimeZone(identifier: name)
    else { return nil }
    timeZone = zone
    calendar = node["calendar"]?.string.map(CalendarKey.init(rawValue:))
  }

  /// Its published form.
  public var yaml: String {
    "timeZone: \(timeZone.identifier)\n" + (calendar.map { "calendar: \($0)\n" } ?? "")
  }
}
