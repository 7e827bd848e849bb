import Foundation

/// A calendar as other programs take it in: iCalendar (RFC 5545).
///
///     BEGIN:VEVENT
///     UID:order-10000012-task@hotline
///     DTSTAMP:20261121T084500Z
///     DTSTART:20261122T010000Z
///     SUMMARY:10000012 厨房漏水
///     END:VEVENT
///
/// Lines end in CR LF and are folded at 75 octets, never inside a character (3.1); times are in UTC (3.3.5, form 2). The
/// UID of an entry is the same each time it is written, so that taking the file in again moves entries and makes no twins.
struct ICalendar {
  struct Event {
    let uid: String
    let start: Date
    let summary: String
    let description: String
    let categories: [String]
    /// A program may show it as done.
    let isDone: Bool
  }

  let name: String
  let now: Date
  var events: [Event] = []

  /// The file.
  var text: String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hotline//hotline \(Version.current)//EN", "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH", "X-WR-CALNAME:\(Self.escaped(name))",
    ]
    for event in events {
      lines += [
        "BEGIN:VEVENT", "UID:\(event.uid)", "DTSTAMP:\(Self.utc(now))", "DTSTART:\(Self.utc(event.start))",
        "DURATION:PT15M", "SUMMARY:\(Self.escaped(event.summary))",
      ]
      if !event.description.isEmpty { lines.append("DESCRIPTION:\(Self.escaped(event.description))") }
      if !event.categories.isEmpty {
        lines.append("CATEGORIES:\(event.categories.map(Self.escaped).joined(separator: ","))")
      }
      // Time is not blocked: a due time is no meeting.
      lines += ["TRANSP:TRANSPARENT", "STATUS:\(event.isDone ? "CONFIRMED" : "TENTATIVE")", "END:VEVENT"]
    }
    lines.append("END:VCALENDAR")
    return lines.map { Self.folded($0) + "\r\n" }.joined()
  }

  /// TEXT (3.3.11).
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\\\"
      case ";": escaped += "\\;"
      case ",": escaped += "\\,"
      case "\n", "\r\n", "\r": escaped += "\\n"
      default: if character.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) { escaped.append(character) }
      }
    }
    return escaped
  }

  /// A line in pieces of at most 75 octets, each but the first with a blank in front.
  static func folded(_ line: String) -> String {
    var folded = ""
    var octets = 0
    for scalar in line.unicodeScalars {
      let size = UTF8.width(scalar)
      if octets + size > 75 {
        folded += "\r\n "
        octets = 1
      }
      folded.unicodeScalars.append(scalar)
      octets += size
    }
    return folded
  }

  /// `20261121T084500Z`
  static func utc(_ date: Date) -> String {
    var clock = WallClock(zone: .gmt)
    return clock.text(date, .iso).prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }
}
