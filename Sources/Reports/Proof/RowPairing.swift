import Spreadsheets

/// Which row of a sheet is which of another one: the one with the same words, or the one that stands in its place.
struct RowPairing {
  /// Of each expected row the place of the one that was found; `nil` where it is not there.
  private(set) var places: [Int?]
  /// The places of rows that nobody expected.
  private(set) var added: [Int] = []
  /// So many rows do not stand where the others leave them.
  private(set) var movedCount = 0

  init(_ found: [ReportFile.Row], _ expected: [ReportFile.Row], _ format: ReportFile.Format) {
    var waiting: [String: [Int]] = [:]
    for (place, row) in found.enumerated().reversed() { waiting[row.words(format), default: []].append(place) }
    places = expected.map { waiting[$0.words(format)]?.popLast() }
    pairChanged(waiting.values.flatMap(\.self).sorted())
    let order = places.compactMap(\.self)
    movedCount = order.count - Self.longestAscent(order)
  }

  /// Pairs what is left by its place: rows between the same two pairs, whose words were edited.
  private mutating func pairChanged(_ left: [Int]) {
    let taken = Set(places.compactMap(\.self))
    var gaps: [Int: [Int]] = [:]
    for place in left.reversed() {
      var before = place - 1
      while before >= 0, !taken.contains(before) { before -= 1 }
      gaps[before, default: []].append(place)
    }
    var before = -1
    for index in places.indices {
      if let place = places[index] {
        before = place
      } else if let place = gaps[before]?.popLast() {
        places[index] = place
      }
    }
    added = gaps.values.flatMap(\.self).sorted()
  }

  /// How many of some different numbers ascend, at most.
  private static func longestAscent(_ numbers: [Int]) -> Int {
    // The least last number of an ascent of each length.
    var ends: [Int] = []
    for number in numbers {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] < number { low = middle + 1 } else { high = middle }
      }
      if low == ends.count { ends.append(number) } else { ends[low] = number }
    }
    return ends.count
  }
}

extension ReportFile.Row {
  /// What a row is known by. A page has nothing but text: there what begins a line is its name.
  fileprivate func words(_ format: ReportFile.Format) -> String {
    switch format {
    case .html: return cells.prefix(2).map { "\($0.column)=\($0.cell.shown)" }.joined(separator: "\n")
    case .xlsx, .json:
      let words = cells.compactMap { column, cell -> String? in
        if case .text(let text) = cell { "\(column)=\(text)" } else { nil }
      }
      return words.joined(separator: "\n")
    }
  }
}
