/// How the lines of a report are laid out. A file says by which it was made, so that it is made again as it was.
public enum ReportLayout: String, Sendable {
  /// A subtotal under every value, also under a single line; files of before say nothing of it.
  case every = "1"
  /// No subtotal under a single line, which says the same.
  case own = "2"
  /// The same; pages tell what is due at midnight as the 24:00 of the day that ends.
  case endOfDay = "3"

  /// How reports are laid out now.
  public static let current = endOfDay

  /// There is a subtotal also under a single line.
  var hasEverySubtotal: Bool { self == .every }

  /// Something due at midnight is due at 24:00.
  var endsDays: Bool { self == .endOfDay }

  /// That of a file: what it says, or that of before there were several.
  init(_ stamp: ReportStamp) throws(ReportProofError) {
    guard let text = stamp.parameters["layout"] else {
      self = .every
      return
    }
    guard let layout = Self(rawValue: text) else { throw .unreadable("layout = \(text)") }
    self = layout
  }
}
