import Domain

extension Formula {
  /// What is wrong with a formula.
  struct Unreadable: Error {
    let reason: String
    let wayOut: String
  }

  /// Reads `on-time / (on-time + late)`: names, numbers, the four operations with the usual precedence, brackets. As a name
  /// may hold `-`, a minus stands between blanks.
  init(parsing text: String) throws(Unreadable) {
    var parser = Parser(text)
    self = try parser.sum()
    if let rest = parser.peek { throw parser.unexpected(rest) }
  }

  private struct Parser {
    private var tokens: [String] = []
    private var place = 0
    private var depth = 0

    init(_ text: String) {
      var word = ""
      func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-" || character == "_" || character == "."
      }
      for character in text {
        // `a -b` and `a - b` take away; `a-b` is a name.
        if isPart(character), !(character == "-" && word.isEmpty) {
          word.append(character)
          continue
        }
        if !word.isEmpty { tokens.append(word) }
        word = ""
        if !character.isWhitespace { tokens.append(String(Self.narrow(character))) }
      }
      if !word.isEmpty { tokens.append(word) }
    }

    /// A Chinese keyboard gives these.
    private static func narrow(_ character: Character) -> Character {
      switch character {
      case "（": "("
      case "）": ")"
      case "÷", "／": "/"
      case "×", "＊": "*"
      case "＋": "+"
      case "－", "−": "-"
      default: character
      }
    }

    var peek: String? { place < tokens.count ? tokens[place] : nil }

    func unexpected(_ token: String?) -> Unreadable {
      guard let token else {
        return Unreadable(
          reason: "the formula ends too early", wayOut: "write a measure or number behind the last sign")
      }
      return Unreadable(
        reason: "`\(token)` is not expected there", wayOut: "write it like `on-time / (on-time + late)`")
    }

    mutating func sum() throws(Unreadable) -> Formula {
      var left = try product()
      while let token = peek, let operation = Operation(token), operation == .plus || operation == .minus {
        place += 1
        left = .combined(left, operation, try product())
      }
      return left
    }

    private mutating func product() throws(Unreadable) -> Formula {
      var left = try factor()
      while let token = peek, let operation = Operation(token), operation == .times || operation == .divided {
        place += 1
        left = .combined(left, operation, try factor())
      }
      return left
    }

    private mutating func factor() throws(Unreadable) -> Formula {
      guard let token = peek else { throw unexpected(nil) }
      place += 1
      if token == "(" {
        depth += 1
        guard depth <= 32 else { throw Unreadable(reason: "too many brackets", wayOut: "use measures in between") }
        let inner = try sum()
        guard peek == ")" else {
          throw Unreadable(reason: "a bracket is not closed", wayOut: "write `)` where it ends")
        }
        place += 1
        depth -= 1
        return inner
      }
      if let first = token.first, first.isNumber {
        guard let number = Double(token), number.isFinite else { throw unexpected(token) }
        return .number(number)
      }
      let key = MeasureKey(rawValue: token)
      guard key.isWellFormed else { throw unexpected(token) }
      return .measure(key)
    }
  }
}

extension Formula.Operation {
  fileprivate init?(_ token: String) {
    guard token.count == 1, let sign = token.first else { return nil }
    self.init(rawValue: sign)
  }
}

extension Formula: CustomStringConvertible {
  /// As it is written: names, signs, and the brackets that are needed.
  public var description: String { text(\.rawValue) }

  /// The same with the measures as they are called.
  func text(_ name: (MeasureKey) -> String) -> String {
    switch self {
    case .number(let number):
      number.rounded() == number && abs(number) < 1e15 ? String(Int(number)) : String(number)
    case .measure(let key): name(key)
    case .combined(let left, let operation, let right):
      "\(left.bracketed(name, under: operation, isRight: false)) \(operation.rawValue) "
        + right.bracketed(name, under: operation, isRight: true)
    }
  }

  private func bracketed(_ name: (MeasureKey) -> String, under outer: Operation, isRight: Bool) -> String {
    let text = text(name)
    guard case .combined(_, let inner, _) = self else { return text }
    let isLoose = inner == .plus || inner == .minus
    let needs =
      switch outer {
      case .plus: false
      case .minus: isRight && isLoose
      case .times: isLoose
      case .divided: isLoose || isRight
      }
    return needs ? "(\(text))" : text
  }
}
