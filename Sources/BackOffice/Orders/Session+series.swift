import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension Session {
  /// Takes the next numbers of a series of documents, in the same append as what uses them: `LP000123`.
  ///
  /// Every series counts by itself. At most one call a series and recording: ask for as many as it takes.
  func reserveKeys(
    _ count: Int, of series: NumberSeries, at instant: Date, in recording: inout Recording
  ) async throws -> [String] {
    let stream = StreamName("numbering", "series.\(series.prefix)")
    let recorded = try await store.readLast(of: stream)
    var last: NumbersReserved?
    if let recorded, case .numbering(.reserved(let reserved)) = try codec.decode(recorded) { last = reserved }
    let next = NumbersReserved.next(count, after: last)
    try recording.add(
      [(.numbering(.reserved(next)), at: instant)], to: stream,
      expected: recorded.map { .exactly($0.version) } ?? .none)
    return (next.first..<next.first + count).map(series.key)
  }
}
