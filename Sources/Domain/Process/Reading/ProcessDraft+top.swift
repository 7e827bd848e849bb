import Yams

/// What a process says of its orders as a whole.
extension ProcessDraft {
  mutating func readParentEnd(_ place: Place?, _ states: [State], _ actions: [Action]) -> ParentEnd {
    guard let place, let fields = reader.fields(of: place, known: ["finished", "cancelled"]) else {
      return ParentEnd(finished: nil, cancelled: nil)
    }
    if fields.isEmpty {
      reader.report(
        place.mark, place.path, "nothing is said of a parent that ends", "write `finished: close` or leave `parent` out"
      )
    }
    let finished = fields["finished"].flatMap { endAction($0, states, actions) }
    let cancelled = fields["cancelled"].flatMap { endAction($0, states, actions) }
    return ParentEnd(finished: finished, cancelled: cancelled)
  }

  /// An action that ends an order from every open state, asking for nothing: there is nobody to answer.
  private mutating func endAction(_ place: Place, _ states: [State], _ actions: [Action]) -> ActionKey? {
    guard let key = reader.reference(place, to: "action", in: actionKeys),
      let action = actions.first(where: { $0.key == key })
    else { return nil }
    if let left = states.first(where: { $0.kind == .open && !action.from.contains($0.key) }) {
      reader.report(
        reader.mark(of: place), place.path, "an order in `\(left.key)` would stay open: `\(key)` is not possible there",
        "add `\(left.key)` to `from` of `\(key)`")
    }
    if let state = states.first(where: { $0.key == action.to }), !state.kind.isFinished {
      reader.report(
        reader.mark(of: place), place.path, "`\(key)` does not end the order: it leads to `\(state.key)`",
        "name an action that leads to a state of kind done, closed or cancelled")
    }
    if !action.needs.isEmpty || action.asks.fields.contains(where: \.isRequired) {
      reader.report(
        reader.mark(of: place), place.path, "`\(key)` asks for something, and nobody is there to answer",
        "name an action that needs nothing")
    }
    return key
  }

  mutating func readReaders(_ fields: [String: Place]) -> [RoleKey]? {
    let isSecret = fields["secret"].flatMap { reader.truth($0) } ?? false
    if let place = fields["readers"], !isSecret {
      reader.report(
        place.mark, place.path, "everybody who sees the orders reads them: they are not secret", "write `secret: true`")
    }
    guard isSecret else { return nil }
    if let readers = fields["readers"] { return roles(readers) }
    if let place = fields["secret"] {
      reader.report(place.mark, place.path, "nobody could read the orders", "write `readers: [supervisor]`")
    }
    return []
  }

  mutating func readSeries(_ place: Place) -> NumberSeries? {
    guard let fields = reader.fields(of: place, known: ["prefix", "digits"]) else { return nil }
    let prefix = reader.required("prefix", of: fields, in: place, example: "LP").flatMap { place -> String? in
      guard let prefix = reader.text(place) else { return nil }
      let letters = prefix.utf8
      let isFine = letters.allSatisfy {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "-")
      }
      guard isFine, (1...8).contains(letters.count),
        letters.last.map({ $0 > UInt8(ascii: "9") || $0 == UInt8(ascii: "-") }) == true
      else {
        reader.report(
          reader.mark(of: place), place.path, "`\(prefix)` cannot stand in front of a number",
          "use 1 to 8 capital letters, digits and `-`, the last no digit: LP, R2-")
        return nil
      }
      return prefix
    }
    let digits = fields["digits"].map { reader.integer($0, in: 3...12) } ?? 6
    guard let prefix, let digits else { return nil }
    return NumberSeries(prefix: prefix, digits: digits)
  }

  mutating func readChannels(_ place: Place?) -> [String] {
    guard let place else { return [] }
    let names: [Key<Channel>] = reader.names(place)
    return nonEmpty(place, names.map(\.rawValue))
  }

  mutating func readCategories(_ place: Place) -> CategoriesKey? {
    guard let known = surroundings.categories else { return reader.name(place) }
    return reader.reference(place, to: "category tree", in: known.sorted())
  }

  mutating func readLines(_ place: Place?) -> [OrderLineAdded.Kind] {
    guard let place else { return [] }
    let known = OrderLineAdded.Kind.allCases.map { Key<OrderLineAdded.Kind>(rawValue: $0.rawValue) }
    return nonEmpty(
      place,
      reader.references(place, to: "kind of line", in: known).compactMap { OrderLineAdded.Kind(rawValue: $0.rawValue) })
  }

  mutating func readExtensions(_ place: Place) -> ExtensionPolicy? {
    guard let fields = reader.fields(of: place, known: ["max", "by"]) else { return nil }
    let max = reader.required("max", of: fields, in: place, example: "2").flatMap { reader.integer($0, in: 1...100) }
    let by = reader.required("by", of: fields, in: place, example: "approver").map { roles($0) }
    if let place = fields["by"], by?.contains("unit") == true {
      reader.report(
        reader.mark(of: place), place.path, "a unit cannot give itself more time", "name a role above it: approver")
    }
    guard let max, let by else { return nil }
    return ExtensionPolicy(max: max, by: by)
  }
}

/// How an order can come in.
private enum Channel {}
