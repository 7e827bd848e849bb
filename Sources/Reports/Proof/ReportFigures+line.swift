import FoundationEssentials

extension ReportFigures {
  /// Knows a line of a table by the codes at its beginning: neither another language nor a new name makes it another line.
  public struct Line: Sendable, Hashable {
    private enum Part: Hashable {
      /// What the office calls something, for ever: a unit's code, an order's number, a day.
      case code(String)
      /// What only the report says, in English: Total, (no unit). An office's code of the same letters is something else.
      case words(String)
    }

    private let parts: [Part]
    /// From 1, among lines of a table that begin with the same codes.
    let place: Int

    init(_ head: [ReportValue], place: Int = 1) {
      parts = head.filter { $0 != .none }.map { value in
        // How many the others are is no part of their name.
        if ReportCatalog.isOthers(value) { return .words(ReportCatalog.allOthers.en) }
        return switch value {
        case .label(let words, nil): .words(words.en)
        case .label(_, let code?), .code(let code), .text(let code): .code(code)
        case .instant(let date): .code("\(date.timeIntervalSince1970)")
        case .day(let day): .code(day.iso)
        case .none, .integer, .decimal, .percent, .points, .duration: .code("\(value)")
        }
      }
      self.place = place
    }

    /// For scripts, the same in every language: `ROAD · Pothole`, `Total`.
    public var code: String {
      let text = parts.map { part in
        switch part {
        case .code(let text), .words(let text): text
        }
      }
      return text.joined(separator: " · ") + number
    }

    /// `#2` for the second line that begins so.
    var number: String { place > 1 ? " #\(place)" : "" }

    /// What tells it apart from another line that reads alike; `nil` for one of the report's own words.
    var mark: String? {
      let codes = parts.compactMap { if case .code(let code) = $0 { code } else { nil } }
      return codes.isEmpty ? nil : codes.joined(separator: " · ")
    }
  }
}
