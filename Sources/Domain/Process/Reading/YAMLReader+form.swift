import Yams

/// Forms: lists of fields.
extension YAMLReader {
  private static let known = ["name", "type", "labels", "choices", "required", "when", "min", "max", "personal"]

  /// A list of fields. `taken` are names that mean something else; `required` must be filled in whatever their field says.
  mutating func form(_ place: Place, taken: [FieldKey], required: [FieldKey] = []) -> Form {
    guard case .sequence = place.node else {
      report(place.mark, place.path, "not a list", "write each field behind a `- `")
      return .none
    }
    var fields: [Field] = []
    for item in items(of: place) {
      guard let field = field(item, after: fields, required: required) else { continue }
      if taken.contains(field.name) {
        report(item.mark, item.path, "`\(field.name)` is asked for without a form", "choose another name")
      }
      if fields.contains(where: { $0.name == field.name }) {
        report(item.mark, item.path, "two fields are called `\(field.name)`", "give each a name of its own")
      }
      fields.append(field)
    }
    return Form(fields)
  }

  private mutating func field(_ place: Place, after earlier: [Field], required: [FieldKey]) -> Field? {
    guard let fields = fields(of: place, known: Self.known) else { return nil }
    let name: FieldKey? = self.required("name", of: fields, in: place, example: "outcome").flatMap { self.name($0) }
    let kinds = Field.Kind.allCases.map { Key<Field.Kind>(rawValue: $0.rawValue) }
    let kind = self.required("type", of: fields, in: place, example: "text")
      .flatMap { reference($0, to: "type of field", in: kinds) }
      .flatMap { Field.Kind(rawValue: $0.rawValue) }
    let condition = fields["when"].flatMap { fieldCondition($0, on: earlier) }
    let isRequired = fields["required"].flatMap { truth($0) } ?? false
    let isPersonal = fields["personal"].flatMap { truth($0) }
    let labels = labels(fields)
    guard let name, let kind else { return nil }
    let choices = choices(fields["choices"], of: kind, in: place)
    let (min, max) = (limit("min", of: fields, kind), limit("max", of: fields, kind))
    if let min, let max, min > max, let place = fields["max"] {
      report(place.mark, place.path, "nothing lies between \(min) and \(max)", "make `max` the larger one")
    }
    return Field(
      name: name, kind: kind, labels: labels, choices: choices, isRequired: isRequired || required.contains(name),
      condition: condition, min: min, max: max, isPersonal: isPersonal ?? kind.isPersonal)
  }

  private mutating func choices(_ place: Place?, of kind: Field.Kind, in field: Place) -> [Field.Choice] {
    guard let place else {
      if kind == .choice { report(field.mark, field.path, "`choices` is missing", "write `choices: [good, bad]`") }
      return []
    }
    guard kind == .choice else {
      report(place.mark, place.path, "only a field of type choice has choices", "write `type: choice`, or leave it out")
      return []
    }
    guard case .sequence(let sequence) = place.node, !sequence.isEmpty else {
      report(place.mark, place.path, "not a list of choices", "write `choices: [good, bad]`")
      return []
    }
    var choices: [Field.Choice] = []
    for item in items(of: place) {
      guard let choice = choice(item) else { continue }
      if choices.contains(where: { $0.key == choice.key }) {
        report(item.mark, item.path, "`\(choice.key)` is listed twice", "keep one of them")
      }
      choices.append(choice)
    }
    return choices
  }

  /// A plain key, or `{key: good, labels: {zh: 满意, en: Good}}`.
  private mutating func choice(_ place: Place) -> Field.Choice? {
    guard case .mapping = place.node else { return name(place).map { Field.Choice(key: $0, labels: Labels()) } }
    guard let fields = fields(of: place, known: ["key", "labels"]) else { return nil }
    let key: Key<Field.Choice>? = required("key", of: fields, in: place, example: "good").flatMap { name($0) }
    return key.map { Field.Choice(key: $0, labels: labels(fields)) }
  }

  private mutating func limit(_ name: String, of fields: [String: Place], _ kind: Field.Kind) -> Amount? {
    guard let place = fields[name], let scalar = scalar(place) else { return nil }
    switch kind {
    case .number, .money, .text, .long: break
    case .choice, .date, .time, .flag, .phone:
      report(place.mark, place.path, "a field of type \(kind) has no `\(name)`", "leave it out")
      return nil
    }
    guard let amount = Amount(scalar.string) else {
      report(mark(of: place), place.path, "`\(scalar.string)` is no number", "write it like 10 or 2.5")
      return nil
    }
    return amount
  }

  /// `outcome = agreed`, on fields before this one.
  private mutating func fieldCondition(_ place: Place, on earlier: [Field]) -> Condition? {
    guard let text = text(place) else { return nil }
    let mark = mark(of: place)
    guard let condition = Condition(text) else {
      report(mark, place.path, "`\(text)` is no condition", "write it like \"outcome = agreed\"")
      return nil
    }
    var terms: [Condition.Term] = []
    for term in condition.terms {
      guard let field = earlier.first(where: { $0.name == term.subject }) else {
        report(
          mark, place.path, "no field before this one is called `\(term.subject)`",
          Spelling.advice(for: term.subject.rawValue, in: earlier.map(\.name.rawValue)))
        continue
      }
      switch field.kind {
      case .text, .long, .phone:
        report(
          mark, place.path, "`\(field.name)` is in words, which nothing can be compared with",
          "compare a choice, a number, a day or yes and no")
        continue
      case .choice, .flag:
        guard [.equal, .notEqual].contains(term.comparison) else {
          report(mark, place.path, "`\(field.name)` has no order", "compare it by = or !=")
          continue
        }
      case .number, .money, .date, .time: break
      }
      do throws(Form.Problem) {
        terms.append(
          Condition.Term(subject: term.subject, comparison: term.comparison, value: try field.read(term.value)))
      } catch {
        report(
          mark, place.path, "`\(field.name)` can never be `\(term.value)`",
          field.kind == .choice
            ? Spelling.advice(for: term.value, in: field.choices.map(\.key.rawValue))
            : "write a value of type \(field.kind)")
      }
    }
    return Condition(terms)
  }

  /// `true` or `false`, bare.
  package mutating func truth(_ place: Place) -> Bool? {
    guard let scalar = scalar(place) else { return nil }
    switch (scalar.meaning, scalar.string) {
    case (.truth, "true"): return true
    case (.truth, "false"): return false
    default:
      report(mark(of: place), place.path, "`\(scalar.string)` is neither true nor false", "write true or false")
      return nil
    }
  }

  /// `25%`
  package mutating func percent(_ place: Place) -> Int? {
    guard let scalar = scalar(place) else { return nil }
    if scalar.string.hasSuffix("%"), let percent = Int(scalar.string.dropLast()), (1...100).contains(percent) {
      return percent
    }
    report(mark(of: place), place.path, "`\(scalar.string)` is no share from 1% to 100%", "write it like 25%")
    return nil
  }
}
