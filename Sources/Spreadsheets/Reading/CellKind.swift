/// How a cell's value is written, its `t` attribute.
enum CellKind {
  case number, shared, inline, text, boolean, error, date

  init(_ attribute: XMLValue?) {
    guard let attribute else {
      self = .number
      return
    }
    switch attribute {
    case "s": self = .shared
    case "inlineStr": self = .inline
    case "str": self = .text
    case "b": self = .boolean
    case "e": self = .error
    case "d": self = .date
    default: self = .number
    }
  }
}
