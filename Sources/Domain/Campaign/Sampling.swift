import FoundationEssentials

/// A share or a number of some, drawn by a seed: the same seed draws the same of the same ones, whatever their order.
public struct Sampling: Sendable, Equatable, Codable {
  /// How many are wanted.
  public enum Amount: Sendable, Equatable {
    /// Hundredths of a percent, 1 to 10,000.
    case share(Int)
    /// So many.
    case count(Int)

    /// From `20%`, `0.5%` or `300`; `nil` for anything else, and for nothing at all.
    public init?(_ text: some StringProtocol) {
      guard text.hasSuffix("%") else {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let count = Int(text),
          count > 0
        else { return nil }
        self = .count(count)
        return
      }
      let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), let whole = Int(parts[0]), (0...100).contains(whole) else { return nil }
      var hundredths = 0
      if parts.count == 2 {
        guard (1...2).contains(parts[1].utf8.count), let fraction = Int(parts[1]), fraction >= 0 else { return nil }
        hundredths = parts[1].utf8.count == 1 ? fraction * 10 : fraction
      }
      let share = whole * 100 + hundredths
      guard (1...10_000).contains(share) else { return nil }
      self = .share(share)
    }
  }

  /// Hundredths of a percent; `nil` where a number was wanted.
  public var share: Int?
  /// The number that was wanted; `nil` where a share was.
  public var count: Int?
  /// What the draw follows from, from 0.
  public var seed: Int

  /// A draw.
  public init(_ amount: Amount, seed: Int) {
    self.seed = seed
    switch amount {
    case .share(let share): self.share = share
    case .count(let count): self.count = count
    }
  }

  /// How many are drawn of so many; a half rounds up.
  public func size(of population: Int) -> Int {
    if let share { return min(population, (population * share + 5_000) / 10_000) }
    return min(population, count ?? population)
  }

  /// Those that are drawn.
  public func draw(from ids: some Collection<UUID>) -> Set<UUID> {
    let unique = Set(ids)
    let size = size(of: unique.count)
    guard size < unique.count else { return unique }
    let ranked = unique.map { (rank: rank(of: $0), id: $0.uuidString) }.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }
    return Set(ranked.prefix(size).compactMap { UUID(uuidString: $0.id) })
  }

  /// SplitMix64 over seed and id. For ever: what was drawn once must be drawn again.
  private func rank(of id: UUID) -> UInt64 {
    var state = UInt64(bitPattern: Int64(seed)) &+ 0x9E37_79B9_7F4A_7C15
    for word in Self.words(of: id) { state = Self.mixed(state ^ word) &+ 0x9E37_79B9_7F4A_7C15 }
    return Self.mixed(state)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static func words(of id: UUID) -> [UInt64] {
    let b = id.uuid
    func word(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    return [word([b.0, b.1, b.2, b.3, b.4, b.5, b.6, b.7]), word([b.8, b.9, b.10, b.11, b.12, b.13, b.14, b.15])]
  }
}
