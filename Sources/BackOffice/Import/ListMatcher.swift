import Domain
import EventStore
import FoundationEssentials

/// Finds what the rows of a list mean of what the office has already, and says what each of them appends.
///
/// A value: what it remembers of rows before is taken over only when theirs are in the log.
protocol ListMatcher: Sendable {
  /// Says of each accepted row what becomes of it. By the streams of the things themselves: nothing of it is read from a
  /// list that may be behind.
  ///
  /// - Parameter generation: which run of the import it is.
  mutating func judge(_ verdicts: [RowVerdict], generation: Int, at instant: Date) async throws -> JudgedRows

  /// Takes note of rows that an earlier run recorded before it was cut off.
  mutating func recall(_ verdicts: [RowVerdict], _ past: PastBatch)

  /// Takes note of what became of the rows that were judged last, now that they are in the log.
  mutating func remember(_ judged: [RowVerdict])
}

/// Rows with what becomes of them.
struct JudgedRows: Sendable {
  var verdicts: [RowVerdict]
  /// What each row appends, by its number.
  var appends: [Int: RowAppend] = [:]
}

/// What one row appends.
struct RowAppend: Sendable {
  let stream: StreamName
  let events: [DomainEvent]
  /// The version of the stream that they were decided on.
  let expected: ExpectedVersion
  /// Not before what they follow.
  let at: Date
}

extension ListImport {
  /// Who finds what the rows mean; `nil` where they become orders.
  ///
  /// - Parameter past: what the batch has recorded; only its running generation counts.
  func matcher(_ past: PastBatch) async throws -> (any ListMatcher)? {
    switch request.target {
    case .outreach, .survey, .requests: nil
    case .customers(let policy): try await CustomerMatcher(self, policy, past)
    case .parts(let policy): EntryMatcher(self, policy, .part)
    case .articles(let policy, _): EntryMatcher(self, policy, .article)
    }
  }
}

extension ImportRun {
  /// Appends what a chunk of rows makes and changes of what the office has. Decides again where somebody else changed one
  /// of these things meanwhile.
  ///
  /// - Returns: what became of the rows, how many events that made, and the matcher that has seen them.
  func append(
    _ fresh: [RowVerdict], by matcher: any ListMatcher
  ) async throws -> (verdicts: [RowVerdict], events: Int, matcher: any ListMatcher) {
    guard let first = fresh.first else { return (fresh, 0, matcher) }
    return try await session.retrying("what the list is about") {
      var next = matcher
      let judged = try await next.judge(fresh, generation: generation, at: instant)
      var recording = Recording(
        EventID.derived(from: list.batchID, "rows/\(generation)/\(first.row.number)"), by: session.actor,
        batch: list.batchID, codec: session.codec)
      for verdict in judged.verdicts {
        guard let append = judged.appends[verdict.row.number] else { continue }
        try recording.add(
          append.events.map { ($0, at: append.at) }, to: append.stream, expected: append.expected)
      }
      try record(judged.verdicts, in: &recording)
      let result = try await session.append(recording)
      return (judged.verdicts, result.wasThere ? 0 : result.positions.count, next)
    }
  }
}
