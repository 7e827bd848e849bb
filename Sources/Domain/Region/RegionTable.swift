/// Names a region table: `city`.
public typealias RegionsKey = Key<RegionTable>

/// Which unit answers for which area: by how addresses begin, and by the area codes of telephones. Made only by
/// `RegionCompiler`.
public struct RegionTable: Sendable, Equatable {
  /// An area and the unit that answers for it.
  public struct Area: Sendable, Equatable {
    /// The code that orders keep.
    public let key: String
    /// What people call it.
    public let labels: Labels
    /// What addresses there begin with, or hold after a larger place (`浦东新区` in `上海市浦东新区…`); blanks do not count.
    public let addresses: [String]
    /// What telephone numbers there begin with, digits only: `021`, `0512`.
    public let phones: [String]
    /// Who answers for it.
    public let unit: UnitKey
  }

  /// The name of the table.
  public let key: RegionsKey
  /// From 1.
  public let version: Int
  /// What people call it.
  public let labels: Labels
  /// In the order written.
  public let areas: [Area]

  /// The area of that code.
  public func area(_ key: String) -> Area? { areas.first { $0.key == key } }

  /// The area of an address: the one with the longest fitting words, at the beginning before anywhere else; `nil` where none
  /// fits.
  public func area(forAddress address: String) -> Area? {
    let folded = Self.folded(address)
    return best { area in
      area.addresses.map(Self.folded).compactMap { words in
        guard folded.contains(words) else { return nil }
        return (folded.hasPrefix(words) ? 1_000 : 0) + words.count
      }
    }
  }

  /// The area of a telephone number, by the longest fitting area code; `nil` where none fits.
  public func area(forPhone phone: String) -> Area? {
    var digits = phone.filter { $0.isASCII && $0.isNumber }
    if phone.hasPrefix("+86") || phone.hasPrefix("0086") {
      digits = "0" + digits.dropFirst(phone.hasPrefix("+") ? 2 : 4)
    }
    return best { area in area.phones.compactMap { digits.hasPrefix($0) ? $0.count : nil } }
  }

  /// The unit that answers for an address; `nil` where no area fits: a person has to look at it.
  public func unit(forAddress address: String) -> UnitKey? { area(forAddress: address)?.unit }

  /// The unit that answers for a telephone number; `nil` where no area fits.
  public func unit(forPhone phone: String) -> UnitKey? { area(forPhone: phone)?.unit }

  private func best(_ scores: (Area) -> [Int]) -> Area? {
    var best: (area: Area, score: Int)?
    for area in areas {
      guard let score = scores(area).max(), score > best?.score ?? 0 else { continue }
      best = (area, score)
    }
    return best?.area
  }

  /// Without blanks, in lower case, punctuation of both widths alike.
  static func folded(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace { folded.append(narrow(scalar)) }
    return String(folded).lowercased()
  }
}
