import Yams

/// The values a process is made of.
extension YAMLReader {
  /// A name that is introduced here.
  package mutating func name<Thing>(_ place: Place) -> Key<Thing>? {
    guard let word = text(place) else { return nil }
    return wellFormed(word, mark(of: place), place.path)
  }

  /// A key that introduces a name.
  package mutating func wellFormed<Thing>(_ word: String, _ mark: Mark, _ path: String) -> Key<Thing>? {
    let name = Key<Thing>(rawValue: word)
    guard name.isWellFormed else {
      report(
        mark, path, "`\(word)` is no name",
        Spelling.fullWidthAdvice(for: word)
          ?? "use lower-case letters, digits, `-` and `_`, a letter first; labels may say more")
      return nil
    }
    return name
  }

  /// A name that must be one of `known`. A slip of the finger is reported, and read as what was meant, so that it does
  /// not bring further problems along.
  package mutating func reference<Thing>(_ place: Place, to what: String, in known: [Key<Thing>]) -> Key<Thing>? {
    guard let word = text(place) else { return nil }
    let name = Key<Thing>(rawValue: word)
    guard !known.contains(name) else { return name }
    let words = known.map(\.rawValue)
    report(mark(of: place), place.path, "there is no \(what) `\(word)`", Spelling.advice(for: word, in: words))
    return Spelling.nearest(to: word, in: words).map(Key<Thing>.init(rawValue:))
  }

  /// One name or a list of them, each once.
  package mutating func references<Thing>(_ place: Place, to what: String, in known: [Key<Thing>]) -> [Key<Thing>] {
    var names: [Key<Thing>] = []
    for item in items(of: place) {
      guard let name = reference(item, to: what, in: known) else { continue }
      append(name, item, to: &names)
    }
    return names
  }

  /// One name or a list of them, each once, known or not.
  package mutating func names<Thing>(_ place: Place) -> [Key<Thing>] {
    var names: [Key<Thing>] = []
    for item in items(of: place) {
      guard let name: Key<Thing> = name(item) else { continue }
      append(name, item, to: &names)
    }
    return names
  }

  private mutating func append<Thing>(_ name: Key<Thing>, _ place: Place, to names: inout [Key<Thing>]) {
    if names.contains(name) {
      report(mark(of: place), place.path, "`\(name)` is listed twice", "keep one of them")
    } else {
      names.append(name)
    }
  }

  /// `4h`
  package mutating func budget(_ place: Place) -> Budget? {
    guard let scalar = scalar(place) else { return nil }
    if let budget = Budget(scalar.string) { return budget }
    report(
      mark(of: place), place.path, "`\(scalar.string)` is no length of time up to ten years",
      "write 15m, 4h, 2d (natural days) or 3wd (working days)")
    return nil
  }

  /// `given` or `4h`
  mutating func target(_ place: Place) -> Clock.Target? {
    guard let scalar = scalar(place) else { return nil }
    if scalar.string == "given" { return .given }
    if let budget = Budget(scalar.string) { return .budget(budget) }
    report(
      mark(of: place), place.path, "`\(scalar.string)` is neither a promise nor a length of time up to ten years",
      "write `given` (the time comes with the order), 15m, 4h, 2d or 3wd")
    return nil
  }

  /// `-1wd`
  mutating func offset(_ place: Place) -> Offset? {
    guard let scalar = scalar(place) else { return nil }
    if let offset = Offset(scalar.string) { return offset }
    report(
      mark(of: place), place.path, "`\(scalar.string)` is no distance from due",
      "write -1wd (before), 0 (at due) or +1d (after), with the sign")
    return nil
  }

  /// The `labels` among the fields; none are needed.
  package mutating func labels(_ fields: [String: Place]) -> Labels {
    guard let place = fields["labels"], let languages = self.fields(of: place, known: ["zh", "en"]) else {
      return Labels()
    }
    var texts: [String: String] = [:]
    for (language, place) in languages { texts[language] = text(place) }
    return Labels(zh: texts["zh"], en: texts["en"])
  }
}
