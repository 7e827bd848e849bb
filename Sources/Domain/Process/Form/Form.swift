/// What is asked for, in order: the form of an order, or what an action asks for.
public struct Form: Sendable, Equatable {
  /// In the order in which they are asked; a condition names fields before it.
  public let fields: [Field]

  /// Asks for nothing.
  public static let none = Form([])

  /// A form of fields with names of their own.
  init(_ fields: [Field]) { self.fields = fields }

  /// Whether nothing is asked for.
  public var isEmpty: Bool { fields.isEmpty }

  /// The field of that name, if the form has one.
  public func field(_ name: String) -> Field? { fields.first { $0.name.rawValue == name } }

  /// The values as they are stored, and all that is wrong with them, in the order of the form; unknown fields come last.
  ///
  /// An empty value counts as none. What is wrong stays among the values as it was typed.
  public func read(_ typed: [String: String]) -> (values: [String: String], problems: [Problem]) {
    var values = typed.filter { !$0.value.allSatisfy(\.isWhitespace) }
    var problems: [Problem] = []
    for field in fields {
      let isAsked = field.condition?.holds(for: values) ?? true
      guard let value = values[field.name.rawValue] else {
        if isAsked, field.isRequired { problems.append(.missing(field.name)) }
        continue
      }
      if !isAsked, let condition = field.condition {
        problems.append(.notAsked(field.name, condition))
        continue
      }
      do throws(Problem) {
        values[field.name.rawValue] = try field.read(value)
      } catch {
        problems.append(error)
      }
    }
    let known = fields.map(\.name)
    for name in values.keys.sorted() where field(name) == nil {
      problems.append(.unknown(FieldKey(rawValue: name), known: known))
    }
    return (values, problems)
  }

  /// All that is wrong with the values; nothing for a form that is filled in as it should be.
  public func check(_ values: [String: String]) -> [Problem] { read(values).problems }

  /// The fields still to be asked for, in order: those without a value whose condition, if any, holds for what is given.
  ///
  /// Ask the first, add the answer, ask again: an answer may bring further fields. Those that need not be filled in are among
  /// them; leave out of `given` what was passed over, and put it into `passed`.
  public func prompts(given: [String: String], passed: Set<FieldKey> = []) -> [Field] {
    let values = read(given).values
    return fields.filter { field in
      values[field.name.rawValue] == nil && !passed.contains(field.name) && field.condition?.holds(for: values) ?? true
    }
  }

  /// Values parted by where they are kept: codes, and words that can be erased. What the form does not know is words.
  public func parted(_ values: [String: String]) -> (codes: [String: String], words: [String: String]) {
    (
      values.filter { field($0.key)?.isPersonal == false },
      values.filter { field($0.key)?.isPersonal != false }
    )
  }
}

extension Form {
  /// What is wrong with a value, or with its absence. Never holds the value, which may be personal.
  public enum Problem: Error, Sendable, Equatable {
    /// The form has no such field.
    case unknown(FieldKey, known: [FieldKey])
    /// It must be filled in.
    case missing(FieldKey)
    /// It is filled in although its condition does not hold.
    case notAsked(FieldKey, Condition)
    /// It is no number, no day, …
    case notOfKind(FieldKey, Field.Kind)
    /// It is none of the choices.
    case noSuchChoice(FieldKey, known: [String])
    /// Less than the smallest number.
    case tooLittle(FieldKey, least: Amount)
    /// More than the largest number.
    case tooMuch(FieldKey, most: Amount)
    /// Fewer characters than it must have.
    case tooShort(FieldKey, least: Amount)
    /// More characters than it may have.
    case tooLong(FieldKey, most: Amount)

    /// Which field it is about.
    public var field: FieldKey {
      switch self {
      case .unknown(let field, _), .missing(let field), .notAsked(let field, _), .notOfKind(let field, _),
        .noSuchChoice(let field, _), .tooLittle(let field, _), .tooMuch(let field, _), .tooShort(let field, _),
        .tooLong(let field, _):
        field
      }
    }
  }
}
