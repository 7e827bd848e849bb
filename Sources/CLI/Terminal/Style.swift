/// A look on the terminal; colour never stands alone, a word beside it says the same.
enum Style: Sendable {
  case overdue, ok, warning, dim, bold

  private var code: String {
    switch self {
    case .overdue: "31"
    case .ok: "32"
    case .warning: "33"
    case .dim: "2"
    case .bold: "1"
    }
  }

  /// The text between the escape sequences that turn the look on and off.
  func callAsFunction(_ text: String) -> String { "\u{1B}[\(code)m\(text)\u{1B}[0m" }
}
