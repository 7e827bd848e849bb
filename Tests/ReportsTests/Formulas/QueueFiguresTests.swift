import Foundation
import Reports
import Testing

/// Twenty calls whose every figure was computed by hand; the events are in `fixtures/queue/golden.ndjson`.
@Suite struct QueueFiguresTests {
  private let calls: [QueuedCall]

  init() throws {
    calls = try GoldenQueue.calls()
  }

  @Test func everyCallLeftTheQueueOnceAndWaitedAsLongAsItDid() {
    func waits(_ outcome: QueueOutcome) -> [Int64] {
      calls.filter { $0.outcome == outcome }.map(\.wait.components.seconds).sorted()
    }
    #expect(waits(.answered) == [0, 4, 9, 14, 15, 16, 19, 20, 21, 45, 70, 130])
    #expect(waits(.abandoned) == [2, 5, 12, 25, 33, 95])
    #expect(waits(.flowedOut) == [40, 60])
    #expect(calls.count == 20)
  }

  @Test func waitsHaveAMiddleAndATail() {
    func waits(_ outcome: QueueOutcome) -> WaitFigures {
      WaitFigures(calls.filter { $0.outcome == outcome }.map(\.wait))
    }
    let answered = waits(.answered)
    #expect(answered.median == .milliseconds(17_500))
    #expect(waits(.abandoned).median == .milliseconds(18_500))
    // By the nearest rank: of twelve, the eleventh and the twelfth.
    #expect(answered.percentile(90) == .seconds(70) && answered.percentile(95) == .seconds(130))
    #expect(answered.percentile(50) == .seconds(16) && answered.percentile(1) == .zero)
    #expect(answered.percentile(100) == .seconds(130))
    #expect(answered.percentile(0) == nil && answered.percentile(101) == nil)
    let order = [0, 4, 9, 14, 15, 16, 19, 20, 21, 45, 70, 130].map { Duration.seconds($0) }
    #expect(WaitFigures.movingHoldTime(order) == .seconds(58))
  }

  @Test func ofNothingThereIsNoFigure() {
    #expect(WaitFigures([]).median == nil && WaitFigures([]).percentile(90) == nil)
  }

  @Test func aCallThatWaitsHasNoOutcomeAndAnEndCountsOnce() throws {
    let begin = Date(timeIntervalSince1970: 0)
    #expect(QueuedCall([(at: begin, event: .queued), (at: begin, event: .offered)]) == nil)
    #expect(QueuedCall([(at: begin, event: .answered)]) == nil)
    // Answered, then transferred into another queue and left there: for this queue it was answered.
    let answered = try #require(
      QueuedCall([
        (at: begin, event: .queued), (at: begin + 2.25, event: .answered), (at: begin + 60, event: .queued),
        (at: begin + 70, event: .abandoned),
      ]))
    #expect(answered.outcome == .answered && answered.wait == .milliseconds(2250))
  }

  @Test func theTimesOfAnAgentAddUp() {
    let time = AgentTime(
      talk: .seconds(9000), hold: .seconds(600), wrap: .seconds(1800), ringing: .seconds(600), ready: .seconds(4000),
      pause: .seconds(2000))
    #expect(time.loggedIn == .seconds(18_000))
    #expect(text(time.occupancy) == "12000/16000 = 75.00")
    #expect(text(time.utilisation(paid: .seconds(24_000))) == "12000/24000 = 50.00")
    #expect(time.handleTime(calls: 60) == .seconds(190) && time.handleTime(calls: 0) == nil)
    #expect(AgentTime().occupancy.value == nil)
  }

  @Test func whoComesBackWithinTheWindowWasNotHelpedTheFirstTime() {
    func day(_ number: Double) -> Date { Date(timeIntervalSince1970: number * 86_400) }
    let matters = [
      Matter(contacts: [day(1)], isClosedAtOnce: true), Matter(contacts: [day(1)], isClosedAtOnce: false),
      Matter(contacts: [day(9), day(2)], isClosedAtOnce: true),
      Matter(contacts: [day(2), day(9.1)], isClosedAtOnce: true), Matter(contacts: [day(15)], isClosedAtOnce: true),
      Matter(contacts: [day(30)], isClosedAtOnce: true),
    ]
    let figures = FirstContact(matters, within: 7, asOf: day(20))
    #expect(text(figures.rate) == "2/4 = 50.00" && text(figures.repeatRate) == "1/4 = 25.00")
    #expect(figures.undecided == 1)
  }
}

/// The calls of the fixture.
enum GoldenQueue {
  private struct Line: Decodable {
    let at: Date
    let call: Int
    let event: String
    let reason: String?
  }

  static func calls() throws -> [QueuedCall] {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      return try Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text)
    }
    let text = try String(contentsOfFile: "fixtures/queue/golden.ndjson", encoding: .utf8)
    let lines = try text.split(separator: "\n").map { try decoder.decode(Line.self, from: Data($0.utf8)) }
    return try Dictionary(grouping: lines, by: \.call).sorted { $0.key < $1.key }.map { _, lines in
      try #require(QueuedCall(lines.map { (at: $0.at, event: event($0)) }))
    }
  }

  private static func event(_ line: Line) -> QueueEvent {
    switch line.event {
    case "queued": .queued
    case "offered": .offered
    case "answered": .answered
    case "abandoned": .abandoned
    case "flowed-out": .flowedOut(line.reason ?? "")
    default: .lost
    }
  }
}

/// `8/12 = 66.67`
func text(_ share: Share) -> String {
  "\(Int(share.part))/\(Int(share.base)) = \(share.value.map { String(format: "%.2f", $0 * 100) } ?? "n/a")"
}
