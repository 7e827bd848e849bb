import Domain
import Projections

/// What measures and reports have in common: conditions, fields, words.
extension YAMLReader {
  /// `{finished: in-period, verdict: on-time}`
  mutating func conditions(_ place: Place, of source: FactSource) -> [FactCondition] {
    guard let entries = entries(of: place) else { return [] }
    return entries.flatMap { key, place -> [FactCondition] in
      guard key == "except" else { return [condition(key, place, of: source)].compactMap(\.self) }
      return items(of: place).map { conditions($0, of: source) }.filter { !$0.isEmpty }.map { .except($0) }
    }
  }

  private mutating func condition(_ key: String, _ place: Place, of source: FactSource) -> FactCondition? {
    let special = Self.specialConditions(of: source)
    if special.contains(key) { return specialCondition(key, place) }
    guard let field = FactField(key) else {
      refuse(place, "there is no condition `\(key)`", Spelling.advice(for: key, in: special + FactField.names))
      return nil
    }
    guard field.isKnown(of: source) else {
      refuse(
        place, "\(source.rawValue) have no `\(key)`", "use one of \(Self.fields(of: source).joined(separator: ", "))")
      return nil
    }
    return .isOne(field, values(place, of: field))
  }

  private static func specialConditions(of source: FactSource) -> [String] {
    let ofOrders = ["opened", "finished", "overdue", "late-by", "had", "ever", "followed-by", "except"]
    return switch source {
    case .orders, .answers: ofOrders
    case .steps: ["opened", "followed-by", "once", "except"]
    case .parties: ["registered", "except"]
    case .imports: ["except"]
    case .calls: ["wait", "except"]
    }
  }

  private static func fields(of source: FactSource) -> [String] {
    FactField.names.filter { FactField($0)?.isKnown(of: source) == true }
  }

  private mutating func specialCondition(_ key: String, _ place: Place) -> FactCondition? {
    switch key {
    case "opened": return choice(place, FactCondition.When.self).map { .opened($0) }
    case "registered": return choice(place, FactCondition.When.self).map { .registered($0) }
    case "finished":
      switch written(place) {
      case "yes", "true": return .isFinished(true)
      case "no", "false": return .isFinished(false)
      case let word?:
        if let when = FactCondition.When(rawValue: word) { return .finished(when) }
        refuse(place, "`\(word)` is no time", "use one of in-period, before, yes, no")
        return nil
      case nil: return nil
      }
    case "overdue": return truth(place).map { .overdue($0) }
    case "once":
      guard truth(place) == false else { return .once }
      refuse(place, "`once: false` says nothing", "leave it out")
      return nil
    case "late-by", "wait":
      guard let fields = fields(of: place, known: ["over", "up-to"]) else { return nil }
      let (over, upTo) = (fields["over"].flatMap { seconds($0) }, fields["up-to"].flatMap { seconds($0) })
      return key == "wait" ? .waited(over: over, upTo: upTo) : .lateBy(over: over, upTo: upTo)
    case "followed-by": return written(place).map { .followedBy($0) }
    case "had": return .had(items(of: place).compactMap { text($0) }, ever: false)
    default: return .had(items(of: place).compactMap { text($0) }, ever: true)
    }
  }

  /// One value or a list; `-` is none.
  mutating func values(_ place: Place, of field: FactField) -> [String?] {
    var found: [String?] = []
    for item in items(of: place) {
      guard let word = written(item) else { continue }
      let value: String? = word == "-" ? nil : word
      if let value, let closed = field.closedValues, !closed.contains(value) {
        refuse(item, "`\(field.name)` is never `\(value)`", Spelling.advice(for: value, in: closed))
      }
      found.append(value)
    }
    if found.isEmpty { refuse(place, "no value is named", "write one, or several in `[]`") }
    return found
  }

  /// A length of time by the clock on the wall: `7d`, `4h`, `15m`, `20s`.
  mutating func seconds(_ place: Place) -> Double? {
    guard let word = written(place) else { return nil }
    if word.hasSuffix("s"), let amount = Int(word.dropLast()), (1...86_400).contains(amount) { return Double(amount) }
    switch Budget(word) {
    case .minutes(let amount): return Double(amount) * 60
    case .hours(let amount): return Double(amount) * 3600
    case .days(let amount): return Double(amount) * 86_400
    case .workingDays, nil:
      refuse(place, "`\(word)` is no length of time", "write it like 20s, 30m, 4h or 7d (of 24 hours)")
      return nil
    }
  }

  /// One of the words of a list.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ place: Place, _ type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let word = written(place) else { return nil }
    if let choice = Choice(rawValue: word) { return choice }
    let all = Choice.allCases.map(\.rawValue)
    refuse(place, "`\(word)` is not known here", Spelling.advice(for: word, in: all))
    return Spelling.nearest(to: word, in: all).flatMap { Choice(rawValue: $0) }
  }

  /// Words in two languages under a key; none are needed.
  mutating func words(_ key: String, of fields: [String: Place]) -> Labels {
    fields[key].map { labels(["labels": $0]) } ?? Labels()
  }

  /// Labels without which nobody knows what a thing is.
  mutating func requiredLabels(_ fields: [String: Place], in place: Place) -> Labels {
    guard required("labels", of: fields, in: place, example: "{zh: …, en: …}") != nil else { return Labels() }
    let labels = labels(fields)
    if labels.zh == nil || labels.en == nil, let given = fields["labels"], given.isTable {
      refuse(given, "a language is missing", "write both: `{zh: …, en: …}`")
    }
    return labels
  }

  /// The version that a text of Hotline's own has.
  mutating func edition(_ fields: [String: Place], isShipped: Bool, published: Int) -> Edition {
    guard let place = fields["version"] else { return isShipped ? .shipped(1) : .published(published) }
    guard let number = integer(place, in: 1...9999) else { return .shipped(1) }
    // A text that was written out and changed is the office's own, whatever it still says.
    return isShipped ? .shipped(number) : .published(published)
  }
}

extension FactField {
  /// The values there can be, where the program itself knows them.
  var closedValues: [String]? {
    switch self {
    case .kind: StateKind.allCases.map(\.rawValue)
    case .stage: DeskStage.allCases.map(\.rawValue)
    case .priority: OrderPriority.allCases.map(\.rawValue)
    case .verdict, .partyClass, .partyKind, .imported: knownWords.map(\.key)
    case .outcome: RowOutcome.allCases.map(\.rawValue)
    case .ended: QueueOutcome.allCases.map(\.rawValue)
    default: nil
    }
  }
}
