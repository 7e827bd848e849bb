import Foundation

/// One cell of a result, before it is written in some format.
enum Value: Sendable, Equatable {
  case none
  case text(String)
  /// An order number, phone, key: text in every format, never a number, never cut.
  case code(String)
  case integer(Int)
  case decimal(Double, places: Int)
  case instant(Date)
  /// An instant by which something is due: people read the end of a day as that day's 24:00.
  case deadline(Date)
  case flag(Bool)
  /// JSON that is already written; tables and CSV show it as it is.
  case json(String)
}

extension Value {
  static func text(_ text: String?) -> Value { text.map { .text($0) } ?? .none }
  static func code(_ code: String?) -> Value { code.map { .code($0) } ?? .none }
  static func integer(_ number: Int?) -> Value { number.map { .integer($0) } ?? .none }
  static func instant(_ date: Date?) -> Value { date.map { .instant($0) } ?? .none }
  static func deadline(_ date: Date?) -> Value { date.map { .deadline($0) } ?? .none }
}

/// Strings as a JSON array.
func jsonArray(_ texts: [String]) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  // Strings always encode.
  return (try? encoder.encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
}
