/// Turns the YAML of a region table into a `RegionTable`, or says everything that is wrong with it.
public enum RegionCompiler {
  /// Compiles a source; pure.
  public static func compile(
    _ yaml: String, key expected: RegionsKey? = nil, version: Int
  ) throws(ProcessError) -> RegionTable {
    let name = "\(expected?.rawValue ?? "regions").yaml"
    let source = try YAMLSource.parse(yaml, called: name)
    var draft = RegionDraft(reader: YAMLReader(source))
    guard let table = draft.read(source.root, key: expected, version: version), draft.reader.problems.isEmpty else {
      throw ProcessError(name, draft.reader.problems)
    }
    return table
  }
}

/// A region table while it is read.
private struct RegionDraft {
  var reader: YAMLReader
  /// Words and area codes, and which area has them.
  private var owners: [String: String] = [:]

  init(reader: YAMLReader) { self.reader = reader }

  mutating func read(_ place: Place, key expected: RegionsKey?, version: Int) -> RegionTable? {
    guard let fields = reader.fields(of: place, known: ["regions", "labels", "areas"]) else { return nil }
    let key: RegionsKey? = reader.required("regions", of: fields, in: place, example: "city")
      .flatMap { reader.name($0) }
    if let key, let expected, key != expected, let place = fields["regions"] {
      reader.report(
        reader.mark(of: place), place.path, "this is region table `\(key)`, not `\(expected)`",
        "write `regions: \(expected)`")
    }
    let entries = reader.required("areas", of: fields, in: place, example: "{north: {addresses: [North], unit: n1}}")
      .flatMap { reader.entries(of: $0) }
    guard let key, let entries else { return nil }
    let areas = entries.compactMap { area($0.key, $0.place) }
    return RegionTable(key: key, version: version, labels: reader.labels(fields), areas: areas)
  }

  private mutating func area(_ key: String, _ place: Place) -> RegionTable.Area? {
    guard let fields = reader.fields(of: place, known: ["labels", "addresses", "phones", "unit"]) else { return nil }
    let unit = reader.required("unit", of: fields, in: place, example: "north-office").flatMap { reader.text($0) }
      .flatMap { UnitKey($0) }
    let addresses = fields["addresses"].map { words($0, of: key) } ?? []
    let phones = fields["phones"].map { phoneCodes($0, of: key) } ?? []
    if fields["addresses"] == nil, fields["phones"] == nil {
      reader.report(
        place.mark, place.path, "nothing would ever lie in `\(key)`",
        "write `addresses: [浦东新区]` or `phones: [\"021\"]`")
    }
    guard let unit else { return nil }
    return .init(key: key, labels: reader.labels(fields), addresses: addresses, phones: phones, unit: unit)
  }

  private mutating func words(_ place: Place, of area: String) -> [String] {
    reader.items(of: place).compactMap { item in
      guard let words = reader.text(item) else { return nil }
      guard !RegionTable.folded(words).isEmpty else {
        reader.report(reader.mark(of: item), item.path, "nothing is written here", "write how its addresses begin")
        return nil
      }
      claim("address " + RegionTable.folded(words), words, item, area)
      return words
    }
  }

  private mutating func phoneCodes(_ place: Place, of area: String) -> [String] {
    reader.items(of: place).compactMap { item in
      guard let scalar = reader.scalar(item) else { return nil }
      // A bare 021 may be read as seventeen by other programs: quotes keep it what it is.
      guard scalar.meaning == .text, (2...11).contains(scalar.string.utf8.count),
        scalar.string.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
      else {
        reader.report(
          reader.mark(of: item), item.path, "`\(scalar.string)` is no beginning of telephone numbers",
          "write its digits in quotes: \"021\"")
        return nil
      }
      claim("phone " + scalar.string, scalar.string, item, area)
      return scalar.string
    }
  }

  /// One beginning leads to one area.
  private mutating func claim(_ key: String, _ words: String, _ place: Place, _ area: String) {
    if let owner = owners[key] {
      reader.report(reader.mark(of: place), place.path, "`\(words)` lies in `\(owner)` already", "keep one of them")
    } else {
      owners[key] = area
    }
  }
}
