import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Spreadsheets

/// Finds the customers of a list in the book: by their key, else by their first number.
///
/// One customer of the book answers to one row at most. A run that goes on after a kill finds whom an undisturbed one would
/// have found: what the rows before changed is looked at as it was before them.
struct CustomerMatcher: Sendable {
  let list: ListImport
  private let policy: MatchPolicy
  /// Whom a row of the file meant, and which row.
  private var rows: [PartyID: Int32] = [:]
  /// Whom this run brought into the book, now or before it was cut off.
  private var fresh: Set<PartyID> = []
  /// Whom it gave another key or number, now or before it was cut off, as they were before.
  private var former: [Parties.Candidate] = []
  private var refused = RefusedRows()
  /// What the book says of those whom the last rows could mean.
  private var asked: [PartyID: [Parties.Candidate]] = [:]

  /// - Parameter past: what the batch has recorded; only its running generation counts.
  init(_ list: ListImport, _ policy: MatchPolicy, _ past: PastBatch) async throws {
    self.list = list
    self.policy = policy
    var moved: [PartyID] = []
    for row in past.rowsOfRun {
      guard let party = row.party else { continue }
      if row.outcome == .accepted { fresh.insert(party) }
      guard row.outcome != .duplicate || policy == .skip else { continue }
      rows[party] = rows[party] ?? Int32(row.row)
      if row.outcome == .updated, row.changed?.contains(where: Self.identifying.contains) == true {
        moved.append(party)
      }
    }
    for start in stride(from: 0, to: moved.count, by: ListImport.chunkSize) {
      let chunk = Array(moved[start..<min(start + ListImport.chunkSize, moved.count)])
      for (_, loaded) in try await list.session.load(chunk) {
        var party = Party(loaded.party.id)
        for recorded in loaded.events where past.origin(of: recorded) != .run {
          if case .party(let event) = try list.session.codec.decode(recorded) {
            party.evolve(event, at: recorded.occurredAt)
          }
        }
        former.append(
          Parties.Candidate(
            party: party.id, key: party.values[.customerNumber],
            firstNumber: party.contacts.first { $0.kind == .phone }?.dialled, name: party.values[.name]))
      }
    }
  }

  private static let identifying: Set<String> = [PartyField.customerNumber.rawValue, ContactPoint.Kind.phone.rawValue]

  /// Says of each accepted row whom of the book it means; repeats and what nobody can tell are marked.
  mutating func match(_ verdicts: [RowVerdict]) async throws -> [RowVerdict] {
    let customers = verdicts.compactMap { ($0.entry ?? $0.repeated)?.customer }
    guard !customers.isEmpty else { return verdicts }
    let (keys, numbers) = (customers.compactMap(\.key).map(KeyText.folded), customers.compactMap(\.firstNumber))
    let found = try await list.session.connection.run { connection in
      try Parties.candidates(foldedKeys: keys, firstNumbers: numbers, on: connection)
    }
    let named = try await list.session.load(verdicts.compactMap { ($0.entry ?? $0.repeated)?.party })
    let asBefore = Set(former.map(\.party))
    let candidates = found.filter { !fresh.contains($0.party) && !asBefore.contains($0.party) } + former
    asked = Dictionary(grouping: candidates, by: \.party)
    let byKey = Dictionary(grouping: candidates.filter { $0.key != nil }) { KeyText.folded($0.key ?? "") }
    let byNumber = Dictionary(grouping: candidates.filter { $0.firstNumber != nil }) { $0.firstNumber ?? "" }
    return verdicts.map { verdict in
      let looked = own(refused.looked(at: verdict), byKey)
      guard let customer = looked.entry?.customer else { return looked }
      let matched =
        looked.entry?.party.map { match(looked, customer, named[$0]?.party, byKey) }
        ?? match(looked, customer, byKey, byNumber)
      refused.settle(verdict, looked, isRefused: matched.outcome == .rejected)
      return matched
    }
  }

  mutating func recall(_ verdicts: [RowVerdict], _ past: PastBatch) { refused.recall(verdicts, past) }

  /// Takes note of what became of the rows that were matched last: the book has it soon, and what rows before changed is
  /// looked at as it was before them.
  mutating func remember(_ judged: [RowVerdict]) {
    for verdict in judged {
      guard let party = verdict.party else { continue }
      if verdict.outcome == .accepted { fresh.insert(party) }
      if verdict.outcome == .updated, verdict.changes.contains(where: { Self.identifying.contains($0.field) }) {
        former += asked[party] ?? []
      }
    }
  }

  private mutating func match(
    _ verdict: RowVerdict, _ customer: ListedCustomer, _ byKey: [String: [Parties.Candidate]],
    _ byNumber: [String: [Parties.Candidate]]
  ) -> RowVerdict {
    let named = Self.named(customer.key, byKey)
    var heads = named.map { [$0.party] } ?? []
    if heads.isEmpty, let number = customer.firstNumber {
      // Whoever has another key is somebody else with the same telephone.
      let there = (byNumber[number] ?? []).filter { customer.key == nil || $0.key == nil }
      let namesakes = there.filter { $0.name != nil && $0.name == customer.values[.name] }
      heads = Self.distinct((namesakes.isEmpty ? there : namesakes).map(\.party))
    }
    guard let party = heads.first else { return verdict }
    guard heads.count == 1 else { return verdict.refused(.severalCustomers) }
    var verdict = verdict
    if let there = named?.key, there != customer.key {
      // The book keeps its own spelling.
      verdict.entry?.customer?.values[.customerNumber] = there
      verdict.warnings.append(RowWarning(.spelledOtherwise, nearest: there))
    }
    return meaning(party, verdict)
  }

  /// Who has a key: as it is written, else the one who has it in other width or case. Where the book has several of these,
  /// each goes by its own spelling.
  private static func named(
    _ key: String?, _ byKey: [String: [Parties.Candidate]]
  ) -> Parties.Candidate? {
    guard let key, let there = byKey[KeyText.folded(key)] else { return nil }
    return there.first { $0.key == key } ?? (Set(there.map(\.key)).count == 1 ? there.first : nil)
  }

  /// A repeat of a key in other width or case stands for itself where the book has somebody of just that spelling.
  private func own(_ verdict: RowVerdict, _ byKey: [String: [Parties.Candidate]]) -> RowVerdict {
    guard verdict.entry == nil, let repeated = verdict.repeated, let key = repeated.customer?.key,
      let there = byKey[KeyText.folded(key)], Set(there.map(\.key)).count > 1, there.contains(where: { $0.key == key })
    else { return verdict }
    return RowVerdict(row: verdict.row, outcome: .accepted, entry: repeated, warnings: repeated.warnings)
  }

  /// A row that names somebody by the book's own numbering.
  private mutating func match(
    _ verdict: RowVerdict, _ customer: ListedCustomer, _ there: Party?, _ byKey: [String: [Parties.Candidate]]
  ) -> RowVerdict {
    // Whoever was forgotten stands on our lists without a word, and may come back so.
    guard let there, !there.isWithdrawn, there.mergedInto == nil,
      there.forgottenAt == nil || customer.ways.isEmpty && customer.values.keys.allSatisfy({ $0 == .kind })
    else { return verdict.refused(.noSuchCustomer, at: list.layout.place("party", row: verdict.row.number)) }
    if let owner = Self.named(customer.key, byKey)?.party, owner != there.id {
      return verdict.refused(.keyOfAnother, at: list.layout.place("key", row: verdict.row.number))
    }
    return meaning(there.id, verdict)
  }

  /// A row about somebody of the book.
  private mutating func meaning(_ party: PartyID, _ verdict: RowVerdict) -> RowVerdict {
    if let first = rows[party] {
      return RowVerdict(
        row: verdict.row, outcome: .duplicate, reason: DuplicateReason.inFile.rawValue, sameAs: Int(first),
        party: party)
    }
    rows[party] = Int32(verdict.row.number)
    guard policy != .skip else {
      return RowVerdict(row: verdict.row, outcome: .duplicate, reason: DuplicateReason.inBook.rawValue, party: party)
    }
    var matched = verdict
    matched.party = party
    return matched
  }

  private static func distinct(_ parties: [PartyID]) -> [PartyID] {
    parties.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// What the matched rows change, by the customers' own streams: nothing of it is read from a list that may be behind.
  ///
  /// - Returns: the verdicts, and for each customer to be changed its events and the version that they follow.
  func decide(
    _ verdicts: [RowVerdict], at instant: Date
  ) async throws -> (verdicts: [RowVerdict], changes: [PartyID: CustomerChange]) {
    let matched = verdicts.compactMap { $0.entry?.customer == nil ? nil : $0.party }
    guard !matched.isEmpty else { return (verdicts, [:]) }
    let loaded = try await list.session.load(matched)
    var changes: [PartyID: CustomerChange] = [:]
    let decided = verdicts.map { verdict -> RowVerdict in
      guard let customer = verdict.entry?.customer, let id = verdict.party, let there = loaded[id] else {
        return verdict
      }
      let events = there.party.mergedInto == nil ? there.party.decide(customer, policy, at: instant) : []
      var decided = RowVerdict(
        row: verdict.row, outcome: events.isEmpty ? .unchanged : .updated, party: id, warnings: verdict.warnings)
      guard !events.isEmpty else { return decided }
      decided.changes = ListedChange.all(of: events, before: there.party)
      decided.who = ImportSummary.Who(there.party)
      changes[id] = CustomerChange(
        events: events, version: there.version, at: max(instant, there.events.map(\.occurredAt).max() ?? instant))
      return decided
    }
    return (decided, changes)
  }
}

/// What a row does to a customer of the book.
struct CustomerChange: Sendable {
  let events: [PartyEvent]
  /// The version of the customer's stream that they were decided on.
  let version: Int
  /// Not before what they follow.
  let at: Date
}

extension Session {
  /// Parties as their own streams have them; those that nothing happened to are not there.
  func load(_ parties: [PartyID]) async throws -> [PartyID: LoadedParty] {
    guard !parties.isEmpty else { return [:] }
    let streams = Array(Set(parties)).map(StreamName.party)
    var loaded: [PartyID: LoadedParty] = [:]
    for (stream, events) in Dictionary(grouping: try await store.read(streams), by: \.stream) {
      guard let id = stream.partyID else { continue }
      var party = Party(id)
      for recorded in events {
        if case .party(let event) = try codec.decode(recorded) { party.evolve(event, at: recorded.occurredAt) }
      }
      loaded[id] = LoadedParty(party: party, events: events)
    }
    return loaded
  }
}
