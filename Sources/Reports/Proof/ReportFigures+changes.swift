extension ReportFigures {
  /// A figure that is not the same in two reports.
  public struct Change: Sendable, Equatable {
    /// Which.
    public let name: Name
    /// What people call it; in the words of the second report where it is there.
    public let label: Label
    /// As it reads in the first; `nil` where it is not there.
    public let before: Reading?
    /// As it reads in the second.
    public let after: Reading?
    /// It stands in a list of the orders behind other figures.
    public let isDrill: Bool
    fileprivate let isDuration: Bool

    /// A part of the change as people read it, with its sign.
    public func shown(_ amount: Double) -> String {
      let text =
        isDuration
        ? ReportText.duration(Int(amount.rounded())) : ReportText.fixed(amount, amount == amount.rounded() ? 0 : 2)
      return amount > 0 ? "+" + text : text
    }
  }

  /// What people call a figure.
  public struct Label: Sendable, Equatable {
    /// The table's title.
    public let table: String
    /// What stands at the beginning of the line; with codes where another line reads alike.
    public let row: String
    /// The column's heading with that of its group; empty for a line of words.
    public let column: String
  }

  /// A figure in words.
  public struct Reading: Sendable, Equatable {
    /// For scripts: digits without separators, lengths of time in seconds.
    public let plain: String
    /// For people: as the report's tables have it.
    public let shown: String
  }

  /// What changed on the way to other figures, in their order; what is only here comes last.
  public func changes(to other: ReportFigures) -> [Change] {
    let changed = other.names.filter { isOther($0, in: other) }
    let gone = names.filter { other[$0] == nil && isOther($0, in: other) }
    return (changed + gone).map { name in
      var (before, after) = (reading(name), other.reading(name))
      if let was = before, let now = after, was.shown == now.shown, was.plain != now.plain {
        // Moments of one minute.
        before = Reading(plain: was.plain, shown: was.plain)
        after = Reading(plain: now.plain, shown: now.plain)
      }
      let isDuration = if case .duration = other[name] ?? self[name] { true } else { false }
      return Change(
        name: name, label: (other[name] == nil ? self : other).label(name), before: before, after: after,
        isDrill: isDrill(name) || other.isDrill(name), isDuration: isDuration)
    }
  }
}
