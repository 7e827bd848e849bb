import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

/// A log of twelve events that somebody with all rights alters behind its back.
@Suite struct VerifyTests {
  /// Positions 1 … 12: order-1 and order-2 in turn, erasable parts at the even ones, the last append of two events.
  static func filled() async throws -> TestLog {
    let log = try await TestLog()
    for n in 1...10 {
      try await log.store.append(
        StreamName("order", n % 2),
        .any,
        .sample(
          UUID(), #"{"n": \#(n)}"#, personal: n % 2 == 0 ? Personal(subject: "party-\(n)", data: #"{"s": "门"}"#) : nil),
        by: Authorship(
          actor: "clerk.\(n)", cause: UUID(), correlation: n == 4 ? UUID() : nil, batch: n == 5 ? UUID() : nil))
    }
    _ = try await log.store.append(
      [
        StreamAppend("order-0", expected: .any, [.sample()]),
        StreamAppend("order-3", expected: .none, [.sample(personal: .card)]),
      ], by: Authorship(actor: "clerk.last", cause: UUID()))
    return log
  }

  @Test func aLogAsItWasWrittenIsValid() async throws {
    let log = try await Self.filled()
    let verdict = try await log.verifier.verify()
    #expect(verdict.fault == nil)
    #expect((verdict.from, verdict.to, verdict.events) == (1, 12, 12))
    #expect((verdict.personalParts, verdict.erasedParts) == (6, 0))
    #expect(verdict.head.position == 12 && verdict.head.recordedAt != nil)
    #expect(try await log.count("select count(*) from log.head where hash = \(verdict.head.hash)") == 1)
  }

  @Test func anEmptyLogIsValid() async throws {
    let log = try await TestLog()
    let verdict = try await log.verifier.verify(jobs: 3)
    #expect(verdict.fault == nil && verdict.events == 0 && verdict.head.position == 0)
    #expect(verdict.head.recordedAt == nil)
  }

  @Test func whatWasErasedIsCounted() async throws {
    let log = try await Self.filled()
    try await log.connection.run { c in try c.execute("delete from log.personal where position in (2, 12)") }
    let verdict = try await log.verifier.verify()
    #expect(verdict.fault == nil)
    #expect((verdict.personalParts, verdict.erasedParts) == (4, 2))
  }

  struct Tampering: Sendable, CustomTestStringConvertible {
    let sql: String
    let position: Int64
    let reason: LogFault.Reason
    init(_ sql: String, _ position: Int64, _ reason: LogFault.Reason) {
      (self.sql, self.position, self.reason) = (sql, position, reason)
    }
    var testDescription: String { sql }
  }

  /// Each column of one row, in the middle and at the end.
  static let changes = [
    "id = gen_random_uuid()", "stream_no = (select stream_no from log.streams where name = 'order-1'), version = 30",
    "version = version + 7", "type_no = 2", "schema = 2", "occurred_at = occurred_at + interval '1 microsecond'",
    "recorded_at = recorded_at - interval '1 microsecond'", "actor = ''", "cause = null",
    "correlation = gen_random_uuid()", "batch = gen_random_uuid()", "data = '{\"n\":6}'",
    "personal_hash = sha256('')", "personal_hash = null",
  ].flatMap { change in
    [6, 12].map {
      Tampering("update log.events set \(change) where position = \($0)", $0, .changed)
    }
  }

  @Test(arguments: changes)
  func aChangedColumnIsFound(_ tampering: Tampering) async throws { try await expectFound(tampering) }

  static let moves: [Tampering] = [
    Tampering("update log.events set hash = sha256('') where position = 6", 6, .hashChanged),
    Tampering("update log.events set hash = sha256('') where position = 12", 12, .hashChanged),
    // Gone, in the middle, at the beginning, at the end.
    Tampering("delete from log.events where position = 6", 6, .missing),
    Tampering("delete from log.events where position = 1", 1, .missing),
    Tampering("delete from log.events where position = 12", 12, .missing),
    Tampering("delete from log.events where position between 5 and 9", 5, .missing),
    Tampering("delete from log.events", 1, .missing),
    // Gone, and the others moved up.
    Tampering(
      """
      delete from log.events where position = 6; delete from log.personal where position = 6;
      update log.personal set position = position - 1 where position > 6;
      update log.events set position = position + 1000 where position > 6;
      update log.events set position = position - 1001 where position > 1000; update log.head set position = 11
      """, 6, .doesNotFollow),
    // The head set back without its hash.
    Tampering(
      "delete from log.events where position = 12; delete from log.personal where position = 12; update log.head set position = 11",
      11, .headChanged),
    // One more at the end, in the middle, and one between.
    Tampering(copy(of: 6, to: 13), 13, .afterHead(12)),
    Tampering("alter table log.events drop constraint events_position_check;" + copy(of: 6, to: 0), 0, .afterHead(12)),
    Tampering("alter table log.events drop constraint events_pkey cascade; " + copy(of: 6, to: 9), 9, .doubled),
    Tampering("update log.personal set position = position + 1 where position = 12;" + makeRoom(at: 6), 6, .missing),
    Tampering(
      "update log.head set position = 13; delete from log.personal where position >= 6;" + makeRoom(at: 6)
        + copy(of: 3, to: 6),
      6, .inserted),
    // Two swapped, side by side and far apart.
    Tampering(swap(6, 7), 6, .moved(from: 7)), Tampering(swap(3, 10), 3, .moved(from: 10)),
    // The head.
    Tampering("update log.head set hash = sha256('')", 12, .headChanged),
    Tampering("update log.head set position = 11", 12, .afterHead(11)),
    Tampering("update log.head set position = 14", 13, .missing),
    Tampering("delete from log.head", 0, .noHead),
    // The erasable part.
    Tampering("update log.personal set data = '{}' where position = 6", 6, .personalChanged),
    Tampering("update log.personal set subject = 'party-9' where position = 6", 6, .personalChanged),
    Tampering("update log.personal set salt = '\\x00' where position = 12", 12, .personalChanged),
    Tampering("update log.personal set position = 7 where position = 6", 7, .personalAdded),
    Tampering(
      "insert into log.personal select 3, subject, salt, data from log.personal where position = 4", 3, .personalAdded),
    Tampering("update log.personal set position = 99 where position = 6", 99, .personalAlone),
    // The names.
    Tampering("update log.streams set name = 'order-9' where name = 'order-1'", 1, .changed),
    Tampering("update log.event_types set name = 'thing.undone' where name = 'thing.done'", 1, .doesNotFollow),
    Tampering("delete from log.event_types", 1, .noType(1)),
    Tampering(
      "update log.streams set version = 9 where name = 'order-1'", 9,
      .streamVersion("order-1", says: 9, last: 5, count: 5)),
    Tampering(
      "insert into log.streams (name, version) values ('order-x', 1)", 0,
      .streamVersion("order-x", says: 1, last: 0, count: 0)),
  ]

  @Test(arguments: moves)
  func whatWasMovedIsFound(_ tampering: Tampering) async throws { try await expectFound(tampering) }

  @Test func aStreamThatIsGoneIsFound() async throws {
    let log = try await Self.filled()
    let number = try await log.count("select stream_no from log.streams where name = 'order-3'")
    try await log.tamper("delete from log.streams where name = 'order-3'")
    #expect(try await log.verifier.verify().fault == LogFault(position: 12, reason: .noStream(number)))
  }

  private func expectFound(_ tampering: Tampering) async throws {
    let log = try await Self.filled()
    _ = try await log.store.append("thing-1", .none, .sample(type: EventType("other.type")))
    // The twelve are what is meant: cut the one off again that only brought a second type.
    try await log.tamper(
      """
      delete from log.events where position = 13; delete from log.streams where name = 'thing-1';
      update log.head set position = 12, hash = (select hash from log.events where position = 12)
      """)
    #expect(try await log.verifier.verify().fault == nil)
    try await log.tamper(tampering.sql)
    let fault = try await log.verifier.verify().fault
    #expect(fault == LogFault(position: tampering.position, reason: tampering.reason))
  }

  private static let columns =
    "stream_no, version, type_no, schema, occurred_at, recorded_at, cause, correlation, batch, actor, personal_hash, hash, data"

  private static func copy(of position: Int, to other: Int) -> String {
    """
    insert into log.events (position, id, \(columns)) select \(other), gen_random_uuid(), stream_no, version + 50, type_no,
      schema, occurred_at, recorded_at, cause, correlation, batch, actor, personal_hash, hash, data
      from log.events where position = \(position);
    """
  }

  private static func makeRoom(at position: Int) -> String {
    """
    update log.events set position = position + 1000 where position >= \(position);
    update log.events set position = position - 999 where position > 1000;
    """
  }

  private static func swap(_ one: Int, _ other: Int) -> String {
    """
    update log.events set position = 1000 where position = \(one);
    update log.events set position = \(one) where position = \(other);
    update log.events set position = \(other) where position = 1000
    """
  }

  @Test func aPartIsCheckedAgainstTheHashBeforeIt() async throws {
    let log = try await Self.filled()
    try await log.tamper("update log.events set actor = 'x' where position = 4")
    let after = try await log.verifier.verify(from: 5)
    #expect(after.fault == nil && after.from == 5 && after.events == 8)
    let before = try await log.verifier.verify(to: 3)
    #expect(before.fault == nil && before.to == 3 && before.events == 3)
    #expect(try await log.verifier.verify(from: 4, to: 4).fault == LogFault(position: 4, reason: .changed))
    #expect(try await log.verifier.verify(from: 40).events == 0)
  }

  /// Several sessions find what one finds: the first of two faults, wherever the stretches end.
  @Test(arguments: UInt64(0)..<6)
  func theFirstFaultIsNamedHoweverManyRead(seed: UInt64) async throws {
    var random = Seeded(seed)
    let log = try await TestLog()
    for n in 0..<20 {
      let events = (0..<15).map { _ in
        NewEvent.sample(personal: random.chance(40) ? Personal(subject: "party-\(n)", data: "{}") : nil)
      }
      _ = try await log.store.append(
        [StreamAppend(StreamName("order", random.next() % 9), expected: .any, events)], by: Authorship(actor: "a"))
    }
    func verifier(_ stretch: Int64) -> LogVerifier {
      LogVerifier(stretch: stretch) { try await Connection.open(log.address) }
    }
    let length = Int64.random(in: 1...60, using: &random)
    let whole = try await verifier(length).verify(jobs: 3)
    #expect(whole.fault == nil && whole.events == 300, "seed \(seed), stretches of \(length)")
    let (one, other) = (Int64.random(in: 1...299, using: &random), Int64.random(in: 2...300, using: &random))
    try await log.tamper(
      """
      update log.events set occurred_at = occurred_at + interval '1 s' where position = \(one);
      delete from log.events where position = \(other)
      """)
    let fault = try await verifier(length).verify(jobs: 3).fault
    #expect(fault?.position == min(one, other), "seed \(seed), stretches of \(length): \(one), \(other)")
    #expect(try await verifier(1000).verify().fault == fault)
    #expect(other > one || fault?.reason == .missing)
  }

  @Test func othersMayAppendMeanwhile() async throws {
    let log = try await Self.filled()
    let other = try await log.another()
    // The check asks for its second session when its snapshot is taken; the append comes just then.
    let verifier = LogVerifier {
      _ = try await other.append("order-1", .any, .sample(personal: .card), .sample())
      return try await Connection.open(log.address)
    }
    let verdict = try await verifier.verify(jobs: 4)
    #expect(verdict.fault == nil && verdict.events == 14)
    let again = try await verifier.verify()
    #expect(again.fault == nil && again.events == 16)
  }
}

extension TestLog {
  /// Checks it, on sessions that may only read.
  var verifier: LogVerifier {
    let address = address
    return LogVerifier {
      let connection = try await Connection.open(address)
      try await LogSchema.takeWorkingRole(connection)
      return connection
    }
  }

  /// Alters it as an administrator would who means it: no trigger and no foreign key stops him.
  func tamper(_ sql: String) async throws {
    try await owner.run { c in
      try c.script("set session_replication_role = replica; \(sql); reset session_replication_role")
    }
  }
}
