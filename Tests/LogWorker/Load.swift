import EventStore
import FoundationEssentials
import TestSeeds

/// The commands of one writer, by number: the same for the same seed, so that a repeat is the same command.
struct Load: Sendable {
  /// What is appended at once.
  struct Command: Sendable {
    let appends: [StreamAppend]
    let authorship: Authorship

    var events: [NewEvent] { appends.flatMap(\.events) }
  }

  let seed: UInt64

  /// The writer's own stream, of which it knows the version, and now and then one that all share.
  func command(_ n: Int) -> Command {
    var random = Seeded(seed &* 1_000_003 &+ UInt64(n))
    _ = random.next()
    let id = EventID.ofContent(["load", String(seed), String(n)])
    let own = (0..<Self.ownCount(n)).map { event(EventID.derived(from: id, "own \($0)"), n, &random) }
    var appends = [StreamAppend(StreamName("own", seed), expected: .exactly(Self.ownVersion(before: n)), own)]
    if random.chance(50) {
      let shared = (0...random.next() % 2).map { event(EventID.derived(from: id, "shared \($0)"), n, &random) }
      appends.append(StreamAppend(StreamName("shared", random.next() % 3), expected: .any, shared))
    }
    let batch = n % 5 == 0 ? EventID.ofContent(["batch", String(seed)]) : nil
    return Command(appends: appends, authorship: Authorship(actor: "writer.\(seed)", cause: id, batch: batch))
  }

  /// 1 2 3 1 2 3 …, and now and then as many as go by COPY.
  private static func ownCount(_ n: Int) -> Int { n % 40 == 39 ? 520 : n % 3 + 1 }
  private static func ownVersion(before n: Int) -> Int { (0..<n).reduce(0) { $0 + ownCount($1) } }

  private func event(_ id: UUID, _ n: Int, _ random: inout Seeded) -> NewEvent {
    let words = String(repeating: random.pick(["门 ", "x", "é", "\\n"]), count: Int(random.next() % 100))
    let personal = Personal(subject: "party-\(random.next() % 9)", data: #"{"name":"某人 \#(random.next() % 9)"}"#)
    return NewEvent(
      id: id, type: EventType(random.pick(["thing.done", "thing.undone"]), schema: 1),
      occurredAt: Date(timeIntervalSince1970: 1_700_000_000 + Double(n)), data: #"{"n":\#(n),"words":"\#(words)"}"#,
      personal: random.chance(30) ? personal : nil)
  }
}
