import Domain
import FoundationEssentials
import TestSeeds
import Testing

@Suite struct OverdueTests {
  @Test func overdueIsOpenedByThenDueBeforeAndNotFinishedByThen() {
    func holds(_ opened: Double, _ due: Double?, _ finished: Double?) -> Bool {
      Overdue.holds(
        openedAt: Job.hour(opened), dueAt: due.map(Job.hour), finishedAt: finished.map(Job.hour), asOf: Job.hour(5))
    }
    #expect(holds(0, 4, nil) && holds(0, 4, 6) && holds(5, 4, nil))
    #expect(!holds(0, 5, nil), "due at the instant is in time")
    #expect(!holds(0, 4, 5), "finished at the instant is finished")
    #expect(!holds(6, 4, nil) && !holds(0, nil, nil) && !holds(0, 4, 3))
  }

  /// What lists ask the spans and what the rule says of the events up to an instant are one.
  @Test(arguments: UInt64(0)..<200) func theSpansSayWhatTheRuleSays(seed: UInt64) throws {
    var random = Seeded(seed)
    let definitions = Job.definitions
    let entries = randomEntries(&random)
    let history = try #require(OrderHistory(entries))
    let life = try #require(history.life(definitions))
    let spans = life.spans
    #expect(spans.isEmpty == life.order.isWithdrawn, "seed \(seed)")
    #expect(spans.isEmpty || spans.first?.from == history.openedAt, "seed \(seed)")
    for (span, next) in zip(spans, spans.dropFirst()) {
      #expect(span.until == next.from && span.from < next.from && !span.isLike(next), "seed \(seed)")
    }
    #expect(spans.isEmpty || spans.last?.until == .some(nil), "seed \(seed)")
    guard !spans.isEmpty else { return }

    for instant in (-4...84).map({ Job.hour(Double($0) / 2) }) {
      let holding = spans.filter { $0.from <= instant && $0.until.map { instant < $0 } ?? true }
      let upToThen = OrderHistory(entries.filter { $0.at <= instant }).flatMap { $0.order(definitions) }
      guard let order = upToThen, instant >= order.openedAt else {
        #expect(holding.isEmpty, "seed \(seed), \(instant)")
        continue
      }
      let span = try #require(holding.first, "seed \(seed), \(instant)")
      #expect(holding.count == 1, "seed \(seed), \(instant)")
      #expect(
        span.state == order.state && span.kind == order.kind && span.unit == order.main && span.due == order.due
          && span.finishedAt == order.finishedAt, "seed \(seed), \(instant)")
      let bySpan = span.kind == .open && span.due.map { $0 < instant } ?? false
      let byRule = Overdue.holds(
        openedAt: order.openedAt, dueAt: order.due, finishedAt: order.finishedAt, asOf: instant)
      #expect(bySpan == byRule, "seed \(seed), \(instant)")
    }
  }

  /// Anything that can have happened, at whole hours, so that instants meet; learned in any order.
  private func randomEntries(_ random: inout Seeded) -> [OrderHistory.Entry] {
    let promise = random.chance(50) ? Job.hour(Double(random.next() % 30)) : nil
    var entries = [OrderHistory.Entry(Job.opened(promise: promise), at: Job.hour(0))]
    for _ in 0..<Int(random.next() % 14) {
      let event: OrderEvent =
        switch random.next() % 12 {
        case 0...6: Job.moved("note", to: random.pick(["new", "working", "waiting", "done", "closed"]))
        case 7, 8: .assigned(OrderAssigned(main: Job.unit(random.pick(["a", "b"])), staff: random.pick(["c", "d"])))
        case 9: .noted(OrderNoted(text: "x"))
        case 10: .withdrawn(OrderWithdrawn(generation: 1))
        default: .reinstated(OrderReinstated(generation: 2))
        }
      entries.append(OrderHistory.Entry(event, at: Job.hour(Double(random.next() % 36) - 3)))
    }
    return entries
  }
}

extension OrderSpan {
  fileprivate func isLike(_ other: OrderSpan) -> Bool {
    state == other.state && kind == other.kind && unit == other.unit && due == other.due
      && finishedAt == other.finishedAt && staff == other.staff && category == other.category && stage == other.stage
  }
}
