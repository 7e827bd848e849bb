import FoundationEssentials

/// A distance from a due time: `-1wd`, `0`, `+1d`.
public enum Offset: Sendable, Hashable {
  /// `-1wd`
  case before(Budget)
  /// `0`
  case atDue
  /// `+1d`
  case after(Budget)

  /// From "-1wd", "0" or "+1d"; nil is for anything else. The sign is demanded: `1d` alone does not say which side.
  public init?(_ text: some StringProtocol) {
    guard text != "0" else {
      self = .atDue
      return
    }
    guard let sign = text.first, let budget = Budget(text.dropFirst()) else { return nil }
    switch sign {
    case "-": self = .before(budget)
    case "+": self = .after(budget)
    default: return nil
    }
  }

  /// The instant at this distance from `due`; nil where there never is so much working time. `provisional` says that the
  /// answer may change once the holidays of all its days are known.
  public func applied(to due: Date, in calendar: WorkCalendar) -> (date: Date?, provisional: Bool) {
    switch self {
    case .before(let budget): budget.subtracted(from: due, in: calendar)
    case .atDue: (due, false)
    case .after(let budget): budget.added(to: due, in: calendar)
    }
  }
}

extension Offset: LosslessStringConvertible, Codable {
  /// As written in a process: `+1d`.
  public var description: String {
    switch self {
    case .before(let budget): "-\(budget)"
    case .atDue: "0"
    case .after(let budget): "+\(budget)"
    }
  }

  /// From the text of `description`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let offset = Offset(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "`\(text)` is no distance from due; write -1wd, 0 or +1d")
    }
    self = offset
  }

  /// As the text of `description`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
