import Domain
import Foundation
import TestSeeds
import Testing

/// A real city's clock: the promises of Boston's 311, January to June 2015, told by this calendar.
@Suite(.enabled(if: Boston.isThere, "../shared/data/boston-311 is not beside the repository"))
struct BostonTests {
  /// Of a type's openings from January to March so many must have had one promise for the type to have one.
  private static let needed = 0.8

  @Test func dueTimesOfAprilToJuneAreTheCitysToTheDay() throws {
    let requests = try Boston.requests()
    let calendar = try Boston.calendar()
    let border = try #require(CivilDay(text: "2015-04-01"))
    let april = calendar.office.instant(of: border, secondOfDay: 0)
    // The policy of a type: the number of working days that most of its openings from January to March were promised.
    var tallies: [String: (all: Int, days: [Int: Int])] = [:]
    for request in requests where request.openedAt < april {
      guard let target = request.target else { continue }
      tallies[request.type, default: (0, [:])].all += 1
      if let days = workingDays(from: request.openedAt, to: target, calendar) {
        tallies[request.type, default: (0, [:])].days[days, default: 0] += 1
      }
    }
    let policies = tallies.compactMapValues { tally -> Int? in
      guard let most = tally.days.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
      return Double(most.value) >= Self.needed * Double(tally.all) ? most.key : nil
    }
    for (type, days) in [
      ("Street Light Outages", 10), ("Sign Repair", 10), ("Empty Litter Basket", 1), ("CE Collection", 1),
      ("General Comments For a Program or Policy", 10),
    ] { #expect(policies[type] == days, "\(type)") }

    var (hits, all) = (0, 0)
    var misses: [String: Int] = [:]
    for request in requests where request.openedAt >= april {
      guard let target = request.target, let days = policies[request.type] else { continue }
      all += 1
      let due = try #require(Budget.workingDays(days).added(to: request.openedAt, in: calendar).date)
      if calendar.office.day(of: due) == calendar.office.day(of: target) {
        hits += 1
      } else {
        misses[reason(of: request, target, days, calendar), default: 0] += 1
      }
    }
    let share = Double(hits) / Double(all)
    print("boston: \(hits) of \(all) due days are the city's (\(percent(share))), \(policies.count) types")
    for (name, count) in misses.sorted(by: { $0.value > $1.value }) { print("boston:   \(count) \(name)") }
    #expect(all > 10_000 && share >= 0.96)
  }

  @Test func verdictsAreTheCitys() throws {
    let requests = try Boston.requests()
    // The file was published after its last closing.
    let published = try #require(requests.compactMap(\.closedAt).max())
    var (same, all) = (0, 0)
    for request in requests {
      guard let target = request.target, let verdict = request.isOnTime else { continue }
      all += 1
      let isLate = Overdue.holds(
        openedAt: request.openedAt, dueAt: target, finishedAt: nil, asOf: request.closedAt ?? published)
      if verdict != isLate { same += 1 }
    }
    print("boston: \(same) of \(all) verdicts are the city's (\(percent(Double(same) / Double(all))))")
    #expect(all > 40_000 && Double(same) / Double(all) >= 0.995)
  }

  /// The promise in working days; `nil` where no number of them leads to that day.
  private func workingDays(from start: Date, to target: Date, _ calendar: WorkCalendar) -> Int? {
    let (first, last) = (calendar.office.day(of: start), calendar.office.day(of: target))
    guard last > first, last - first < 400, calendar.isWorkingDay(last) else { return nil }
    let between = ((first + 1)...last).count(where: calendar.isWorkingDay)
    // One less where the counting itself began on another day.
    return [between, between - 1].first { days in
      days > 0 && Budget.workingDays(days).added(to: start, in: calendar).date.map(calendar.office.day) == last
    }
  }

  /// Why a due time is another than the city's.
  private func reason(of request: Boston.Request, _ target: Date, _ days: Int, _ calendar: WorkCalendar) -> String {
    guard calendar.isWorkingDay(calendar.office.day(of: target)) else {
      return "promised for a day that is not worked: natural days"
    }
    guard let promised = workingDays(from: request.openedAt, to: target, calendar) else {
      return "promised for the day itself or before, or by hand"
    }
    if request.type == "PWD Graffiti" { return "the type was given \(promised) working days instead of \(days) since" }
    return abs(promised - days) <= 2 ? "a day or two off, set by hand" : "another promise for this request"
  }

  private func percent(_ share: Double) -> String { "\((share * 10_000).rounded() / 100) %" }
}

/// The city's file.
enum Boston {
  struct Request {
    let type: String
    let openedAt: Date
    let target: Date?
    let closedAt: Date?
    let isOnTime: Bool?
  }

  private static let repository = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined()
  private static let file = "\(repository)/../shared/data/boston-311/2015-h1.csv.gz"
  static let isThere = FileManager.default.fileExists(atPath: file)

  static func calendar() throws -> WorkCalendar {
    let yaml = try String(contentsOfFile: "\(repository)/fixtures/calendars/boston.yaml", encoding: .utf8)
    return try Calendars.calendar(yaml, zone: "America/New_York")
  }

  static func requests() throws -> [Request] { try read.get() }

  private static let read = Result { () throws -> [Request] in
    let rows = try Self.rows()
    let heading = try #require(rows.first)
    func place(_ name: String) throws -> Int {
      guard let place = heading.firstIndex(of: name) else { throw CocoaError(.fileReadCorruptFile) }
      return place
    }
    let (type, opened, target) = (try place("TYPE"), try place("OPEN_DT"), try place("TARGET_DT"))
    let (closed, verdict) = (try place("CLOSED_DT"), try place("OnTime_Status"))
    let office = try calendar().office
    return try rows.dropFirst().filter { $0.count == heading.count }.map { row in
      let openedAt = date(row[opened], office)
      return Request(
        type: row[type], openedAt: try #require(openedAt), target: date(row[target], office),
        closedAt: date(row[closed], office), isOnTime: row[verdict].isEmpty ? nil : row[verdict] == "ONTIME")
    }
  }

  /// `01/16/2015 08:30:00 AM`, local time.
  private static func date(_ text: String, _ office: OfficeCalendar) -> Date? {
    let parts = text.split(whereSeparator: { "/: ".contains($0) })
    let numbers = parts.prefix(6).compactMap { Int($0) }
    guard parts.count == 7, numbers.count == 6,
      let day = CivilDay(year: numbers[2], month: numbers[0], day: numbers[1])
    else { return nil }
    let hour = numbers[3] % 12 + (parts[6] == "PM" ? 12 : 0)
    return office.instant(of: day, secondOfDay: hour * 3600 + numbers[4] * 60 + numbers[5])
  }

  /// CSV with quotes, unpacked by gzip.
  private static func rows() throws -> [[String]] {
    let gzip = Foundation.Process()
    gzip.executableURL = URL(filePath: "/bin/gzip")
    gzip.arguments = ["-dc", file]
    let pipe = Pipe()
    gzip.standardOutput = pipe
    try gzip.run()
    let bytes = [UInt8](try pipe.fileHandleForReading.readToEnd() ?? Data())
    gzip.waitUntilExit()
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    for byte in bytes {
      switch (byte, isQuoted) {
      case (UInt8(ascii: "\""), _): isQuoted.toggle()
      case (UInt8(ascii: ","), false):
        row.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
      case (UInt8(ascii: "\n"), false):
        row.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        rows.append(row)
        row = []
      case (UInt8(ascii: "\r"), _): break
      default: field.append(byte)
      }
    }
    return rows
  }
}
