import Domain
import FoundationEssentials
import Projections
import Reports
import Spreadsheets

/// What there is to make for a slot.
enum SlotReport {
  case of(ReportRequest)
  case nothing(ReportSlotsSkipped.Reason)
}

extension Session {
  /// What the report of a slot is about; or why there is nothing that it could be about.
  func report(
    of schedule: ReportSchedule, at slot: Date, _ calendar: WorkCalendar, program: String
  ) async throws -> SlotReport {
    let definition = try await reportDefinition(schedule.report, asOf: try await store.head())
    var bounds: (from: Date, to: Date)?
    if definition.timeFrame == .period {
      let time = schedule.time ?? ReportSchedule.defaultTime
      bounds = time.bounds(at: slot, of: schedule.when, in: calendar)
      guard bounds != nil else { return .nothing(.noTime) }
    }
    var scope = OrderStatistics.Scope(process: schedule.process, unit: schedule.unit)
    scope.sight = try await sight()
    if let unit = schedule.unit.flatMap({ UnitKey($0) }) {
      // By the tree of the report's time, as for a report that somebody asks for.
      let end = bounds?.to ?? slot
      let below = organisation.tree(asOf: end).subtree(of: unit).map(\.unit.rawValue)
      if !below.isEmpty { scope.subtree = below }
      // A history that was imported is older than the unit.
      if !organisation.has(unit, by: end), try await !everHadOrders(below.isEmpty ? [unit.rawValue] : below) {
        return .nothing(.unitNotYet)
      }
    }
    var request = try ReportRequest(
      definition, from: bounds?.from, to: bounds?.to, asOf: bounds == nil ? slot : nil, scope: scope,
      language: ReportLanguage(rawValue: schedule.language) ?? .zh, zone: calendar.timeZone,
      officeTitle: organisation.title(asOf: slot), program: program)
    request.viewer = actor
    return .of(request)
  }

  private func everHadOrders(_ units: [String]) async throws -> Bool {
    try await catchUp([OrderBoard()])
    return try await connection.run { try OrderBoard.units(on: $0) }.contains { units.contains($0) }
  }

  /// Makes the report of a slot and keeps its file; why not, where there is nothing that it could be about.
  func make(
    _ published: PublishedSchedule, slot: Date, at instant: Date, _ calendar: WorkCalendar, _ tools: ScheduleTools
  ) async throws -> ReportSlotsSkipped.Reason? {
    let schedule = published.schedule
    let asked: ReportRequest
    switch try await report(of: schedule, at: slot, calendar, program: tools.program) {
    case .nothing(let reason): return reason
    case .of(let request): asked = request
    }
    let path = "\(tools.scratch).\(schedule.format.rawValue)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let format = ReportFormat(rawValue: schedule.format.rawValue) ?? .xlsx
    let made = try await makingNow(asked) {
      try await tools.write(asked, schedule.table, format, path, connection)
    }
    let checksum = schedule.format == .csv ? nil : try? ReportFile.open(path).stamp.checksum
    let (content, byteCount) = try tools.contents.put(path)
    let event = ReportMade(
      slot: slot, report: schedule.report, version: published.text.version, position: Int(made.basis.position),
      content: content, byteCount: byteCount, name: Self.fileName(schedule, slot, calendar.timeZone),
      checksum: checksum)
    let id = Self.eventID(of: schedule.key, Self.madeWord, slot)
    try await note(.made(event), of: schedule.key, id, at: instant)
    // From here on tries are those of handing it over.
    try await connection.run { try Outbox.clearFailure(id, on: $0) }
    return nil
  }

  /// `weekly-up-2026-11-02-0800.xlsx`, by the wall clock; the second of two that the wall shows alike ends in `b`.
  static func fileName(_ schedule: ReportSchedule, _ slot: Date, _ zone: TimeZone) -> String {
    let office = OfficeCalendar(timeZone: zone)
    let (day, second) = office.wall(of: slot)
    let minutes = Int(second) / 60
    let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : String($0) }.joined()
    let isSecond = office.instant(ofDay: day, second: second) < slot
    return "\(schedule.key)-\(CivilDay(day: day).iso)-\(clock)\(isSecond ? "b" : "").\(schedule.format.rawValue)"
  }
}
