extension Order {
  /// The codes that can be edited, beside the fields of the form: `form.NAME`.
  public static let editableCodes = ["category", "priority", "area", "secret"]

  func edit(_ edit: OrderEdit, _ process: Process) throws(OrderRefusal) -> [OrderEvent] {
    try unclosed(process)
    var codes: [String: OrderEdited.Change] = [:]
    for (name, value) in edit.codes {
      let from = try code(name)
      let to = try normal(value, of: name)
      if from != to { codes[name] = OrderEdited.Change(from: from, to: to) }
    }
    var words: [String: OrderEdited.Change] = [:]
    for (name, value) in edit.words {
      let from = word(name)
      let to = value.isEmpty ? nil : value
      if from != to { words[name] = OrderEdited.Change(from: from, to: to) }
    }
    guard !codes.isEmpty || !words.isEmpty else { return [] }
    return [.edited(OrderEdited(codes: codes, words: words, reason: edit.reason))]
  }

  /// What is recorded under the name of a code now.
  func code(_ name: String) throws(OrderRefusal) -> String? {
    switch name {
    case "category": return category
    case "priority": return priority.rawValue
    case "area": return area
    case "secret": return isSecret ? "true" : "false"
    default:
      guard name.hasPrefix("form.") else {
        throw .unknownField(name, known: Self.editableCodes + form.keys.sorted().map { "form.\($0)" })
      }
      return form[String(name.dropFirst(5))]
    }
  }

  private func word(_ name: String) -> String? {
    switch name {
    case "title": words?.title
    case "address": words?.address
    default: words?.fields?[name]
    }
  }

  private func normal(_ value: String, of name: String) throws(OrderRefusal) -> String? {
    switch name {
    case "priority":
      let takes = OrderPriority.allCases.map(\.rawValue)
      guard takes.contains(value) else { throw .badValue(field: name, value: value, takes: takes) }
    case "secret":
      guard ["true", "false"].contains(value) else {
        throw .badValue(field: name, value: value, takes: ["true", "false"])
      }
    default: break
    }
    return value.isEmpty ? nil : value
  }
}
