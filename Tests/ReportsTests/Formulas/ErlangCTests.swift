import Foundation
import Reports
import Testing

@Suite struct ErlangCTests {
  struct Line: Sendable, CustomTestStringConvertible {
    let calls: Double
    let minutes: Int
    let handle: Int
    let level: Double
    let target: Int
    let agents: Int
    let figures: String
    var testDescription: String { "\(calls) calls in \(minutes) min of \(handle) s, \(level) in \(target) s" }
  }

  /// Computed apart from this code: waiting probability, level, speed of answer, occupancy, level with one agent fewer.
  @Test(arguments: [
    Line(
      calls: 100, minutes: 30, handle: 180, level: 0.80, target: 20, agents: 14, figures: "0.1741 88.84 7.84 71.4 79.56"
    ),
    Line(
      calls: 100, minutes: 30, handle: 180, level: 0.95, target: 15, agents: 16, figures: "0.0573 96.52 1.72 62.5 93.27"
    ),
    Line(
      calls: 60, minutes: 60, handle: 300, level: 0.80, target: 20, agents: 8, figures: "0.1673 86.31 16.73 62.5 71.63"),
    Line(
      calls: 60, minutes: 60, handle: 300, level: 0.95, target: 15, agents: 10, figures: "0.0361 97.19 2.17 50.0 93.41"),
    Line(
      calls: 240, minutes: 60, handle: 150, level: 0.95, target: 15, agents: 16,
      figures: "0.0573 96.85 1.43 62.5 93.81"),
  ])
  func aLoadNeedsSoManyAgents(line: Line) throws {
    let erlang = try #require(
      ErlangC(calls: line.calls, in: .seconds(line.minutes * 60), handleTime: .seconds(line.handle)))
    let target = Duration.seconds(line.target)
    #expect(erlang.agents(for: line.level, within: target) == line.agents)
    let figures = [
      String(format: "%.4f", erlang.waiting(line.agents)),
      String(format: "%.2f", erlang.level(line.agents, within: target) * 100),
      String(format: "%.2f", try #require(erlang.speedOfAnswer(line.agents))),
      String(format: "%.1f", try #require(erlang.occupancy(line.agents).value) * 100),
      String(format: "%.2f", erlang.level(line.agents - 1, within: target) * 100),
    ]
    #expect(figures.joined(separator: " ") == line.figures)
  }

  @Test func whoIsAwayMustBeOnTheRosterToo() {
    #expect(ErlangC.roster(14, shrinkage: 0.3) == 20)
    #expect(ErlangC.roster(14, shrinkage: 0) == 14 && ErlangC.roster(14, shrinkage: 1) == nil)
  }

  @Test func moreAgentsNeverMakeItWorse() throws {
    for load in [0.1, 1, 9.99, 10, 250, 3000] {
      let erlang = try #require(ErlangC(calls: load, in: .seconds(60), handleTime: .seconds(60)))
      var before = 0.0
      for agents in 1...3300 where agents.isMultiple(of: load > 100 ? 50 : 1) || agents < 20 {
        let (level, waiting) = (erlang.level(agents, within: .seconds(20)), erlang.waiting(agents))
        #expect(level >= before && (0...1).contains(level) && (0...1).contains(waiting))
        before = level
      }
    }
  }

  @Test func whatCannotBeReachedIsRefused() throws {
    #expect(ErlangC(calls: 10, in: .zero, handleTime: .seconds(60)) == nil)
    let erlang = try #require(ErlangC(calls: 10, in: .seconds(60), handleTime: .seconds(60)))
    #expect(erlang.agents(for: 1, within: .seconds(20)) == nil)
    #expect(erlang.speedOfAnswer(10) == nil && erlang.level(9, within: .seconds(20)) == 0)
    let nobody = try #require(ErlangC(calls: 0, in: .seconds(60), handleTime: .seconds(60)))
    #expect(nobody.agents(for: 0.99, within: .zero) == 1 && nobody.waiting(1) == 0)
  }
}
