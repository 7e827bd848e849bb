import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import Spreadsheets

extension Session {
  private static let listSize = 1_000

  /// Writes the open targets of a campaign as a workbook to call by: a row a target, with a list of outcomes to choose from.
  /// Whoever is blocked by now, or whose words are not for the actor, is not on it.
  ///
  /// - Parameters:
  ///   - staff: only the targets of this member of staff.
  ///   - language: `zh` or `en`, of the outcomes.
  /// - Returns: how many rows it has, and how many were left out, by reason.
  public func exportTargets(
    of key: CampaignKey, to path: String, staff: String? = nil, unit: UnitKey? = nil, inChinese: Bool,
    at instant: Date
  ) async throws -> (rows: Int, passedOver: [PassedOver: Int]) {
    try requireSomewhere(.partyRead)
    let definitions = try await definitions()
    let state = try await campaign(key, definitions)
    try await catchUp(Self.campaignModels)
    let sight = sight(definitions)
    let lines = try await connection.run { connection in
      var lines: [CampaignTargets.Line] = []
      try CampaignTargets.list(
        key, seenBy: sight, onlyOpen: true, staff: staff, unit: unit?.rawValue, on: connection
      ) { lines.append($0) }
      return lines
    }
    let attempts = Set(state.campaign.attemptActions(in: state.process).map(\.rawValue))
    let writer = try WorkbookWriter(
      path,
      properties: WorkbookProperties(
        title: "campaign \(key)", createdUnixSeconds: Int(instant.timeIntervalSince1970)))
    try writer.addSheet(
      inChinese ? "外呼名单" : "targets", title: state.campaign.labels.zh ?? state.campaign.labels.en ?? key.rawValue,
      subtitle: ["\(inChinese ? "活动" : "campaign") \(key)"],
      columns: WorkList.Column.allCases.map { OutputColumn($0.heading, $0.kind) })
    let office = OfficeCalendar(timeZone: definitions.calendar.timeZone)
    var (rows, passedOver) = (0, [PassedOver: Int]())
    for start in stride(from: 0, to: lines.count, by: Self.listSize) {
      let chunk = Array(lines[start..<min(start + Self.listSize, lines.count)])
      let people = Array(Set(chunk.compactMap(\.party)))
      let (screens, contacts) = try await connection.run { connection in
        (
          try CampaignTargets.screen(
            people, campaign: nil, services: state.campaign.services, at: instant, on: connection),
          try Parties.contacts(of: people, on: connection)
        )
      }
      let byParty = Dictionary(screens.map { ($0.party, $0) }) { first, _ in first }
      let numbers = Dictionary(
        grouping: contacts.compactMap { entry in
          entry.point.phone.map { (entry.party, $0.dialled) }
        }
      ) { $0.0 }
      for line in chunk {
        let person = line.party.flatMap { byParty[$0] }
        if let reason = person?.reasonAgainst(callsBy: state.campaign.channel) {
          passedOver[reason, default: 0] += 1
          continue
        }
        let all = line.party.flatMap { numbers[$0] }?.map(\.1) ?? []
        let others = all.filter { $0 != person?.number }
        try writer.append([
          .text(line.no.description), Self.cell(person?.name ?? line.title), Self.cell(person?.number),
          Self.cell(others.isEmpty ? nil : others.joined(separator: " ")), Self.cell(person?.address ?? line.address),
          .integer(line.moves.count { attempts.contains($0) }),
          line.dueAt.flatMap { Self.civil($0, office) }.map { .date($0) } ?? .empty, .empty, .empty,
        ])
        rows += 1
      }
    }
    let choices = Self.choices(state, inChinese: inChinese)
    if try !writer.offer(choices, inColumn: WorkList.Column.outcome.rawValue) {
      try writer.offer(choices.map { String($0.prefix { $0 != " " }) }, inColumn: WorkList.Column.outcome.rawValue)
    }
    _ = try writer.finish()
    return (rows, passedOver)
  }

  private static func cell(_ text: String?) -> OutputCell { text.map { .text($0) } ?? .empty }

  private static func civil(_ instant: Date, _ office: OfficeCalendar) -> CivilDateTime? {
    let (day, second) = office.wall(of: instant)
    let (date, seconds) = (CivilDay(day: day), Int(second))
    return CivilDateTime(
      year: date.year, month: date.month, day: date.day, hour: seconds / 3_600, minute: seconds / 60 % 60,
      second: seconds % 60)
  }

  /// What can be chosen as the result: the key, and behind it what people call it.
  private static func choices(_ state: CampaignState, inChinese: Bool) -> [String] {
    state.campaign.outcomes(in: state.process).map { outcome in
      let labels = state.process.action(outcome.action)?.labels
      let label = inChinese ? labels?.zh ?? labels?.en : labels?.en ?? labels?.zh
      // A comma would part it in two where Excel reads the list.
      return label.map { "\(outcome.action) \($0.split(separator: ",").joined(separator: " "))" }
        ?? outcome.action.rawValue
    }
  }

  /// Takes the results back that somebody filled in on a list. Every row is judged; the same file once more changes nothing.
  ///
  /// - Throws: ``ListProblem`` where the file is no such list.
  public func takeBack(
    _ path: String, for key: CampaignKey, at instant: Date, isRehearsal: Bool = false
  ) async throws -> [TakenRow] {
    let definitions = try await definitions()
    let state = try await campaign(key, definitions)
    let rows = try WorkList.rows(path, WorkList.Column.allCases.map(\.field))
    let bulk = newBulk(at: instant)
    var taken: [TakenRow] = []
    // The row of each call that has its result: by target, and by how often it was called before.
    var answered: [[String]: WorkList.Row] = [:]
    for row in rows {
      let call = [
        OrderNumber(row["no"])?.description ?? row["no"], Int(row["attempts"])?.description ?? row["attempts"],
      ]
      let hasResult = !row["outcome"].isEmpty
      if hasResult, let first = answered[call], first["outcome"] != row["outcome"] || first["note"] != row["note"] {
        let reason = TakenRow.Reason.twiceInList(row: first.number)
        taken.append(TakenRow(row: row.number, no: row["no"], verdict: .rejected, reason: reason))
        continue
      }
      let (verdict, reason) = try await take(row, state, bulk, at: instant, isRehearsal)
      if hasResult, verdict != .rejected { answered[call] = row }
      taken.append(TakenRow(row: row.number, no: row["no"], verdict: verdict, reason: reason))
    }
    return taken
  }

  private func take(
    _ row: WorkList.Row, _ state: CampaignState, _ bulk: UUID, at instant: Date, _ isRehearsal: Bool
  ) async throws -> (TakenRow.Verdict, TakenRow.Reason?) {
    let (typed, note) = (row["outcome"], row["note"])
    guard let no = OrderNumber(row["no"]) else { return (.rejected, .unknownOrder) }
    let loaded: LoadedOrder
    do {
      loaded = try await load(no)
    } catch OfficeError.noSuchOrder {
      return (.rejected, .unknownOrder)
    } catch let error as OfficeError {
      return (.rejected, .refused(error))
    }
    guard loaded.order.campaign == state.campaign.key.rawValue else { return (.rejected, .otherCampaign) }
    guard !typed.isEmpty else { return note.isEmpty ? (.unchanged, nil) : (.rejected, .noOutcome) }
    guard let outcome = state.campaign.outcome(meant: typed, in: loaded.process)?.action else {
      return (.rejected, .noSuchOutcome(known: state.campaign.namedOutcomes(in: loaded.process)))
    }
    // Without it nobody could tell a result from one that came later, nor a row from its repetition.
    guard let exported = Int(row["attempts"]) else { return (.rejected, .noAttempts) }
    let command = EventID.ofContent([
      "campaign-take-back", state.campaign.key.rawValue, "\(no)", "\(exported)", outcome.rawValue, note,
    ])
    let first = EventID.derived(from: command, "\(StreamName.order(no))/0")
    guard !loaded.events.contains(where: { $0.id == first }) else { return (.unchanged, nil) }
    let attempts = state.campaign.attempts(of: loaded.order, in: loaded.process)
    guard exported == attempts, loaded.order.kind == .open else { return (.rejected, .doneSince) }
    do {
      try await retrying("order \(no)") {
        var work = try await OrderWork(self, command, bulk: bulk, at: instant)
        try await work.record(
          CallResult(outcome, words: note.isEmpty ? [:] : ["note": note]), of: no, goesOn: false)
        _ = try await finish(work.finished(), no, isRehearsal)
      }
      return (.accepted, nil)
    } catch let error as OfficeError {
      return (.rejected, .refused(error))
    }
  }

  /// Who gets which targets, as a file says.
  ///
  /// - Throws: ``ListProblem`` where the file is no such list.
  public func receivers(
    inFile path: String, for campaign: Campaign
  ) throws -> (receivers: [(TargetReceiver, [OrderNumber])], refused: [(row: Int, reason: String)]) {
    var receivers: [(TargetReceiver, [OrderNumber])] = []
    var refused: [(row: Int, reason: String)] = []
    for row in try WorkList.rows(path, WorkList.receiverFields) {
      guard let no = OrderNumber(row["no"]) else {
        refused.append((row.number, row["no"]))
        continue
      }
      do {
        let receiver = try receiver(row["to"], in: campaign)
        if let index = receivers.firstIndex(where: { $0.0 == receiver }) {
          receivers[index].1.append(no)
        } else {
          receivers.append((receiver, [no]))
        }
      } catch {
        refused.append((row.number, row["to"]))
      }
    }
    return (receivers, refused)
  }
}
