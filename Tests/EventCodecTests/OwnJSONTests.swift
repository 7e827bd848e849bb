import Domain
import EventStore
import FoundationEssentials
import TestSeeds
import Testing

@testable import EventCodec

/// Events are read by hand where they have the form that we write; that must never show.
@Suite struct OwnJSONTests {
  private let codec = EventCodec()

  /// The types that a log is full of.
  private static let frequent: [StoredName] = [
    .orderOpened, .orderAssigned, .orderMoved, .orderNoted, .orderReminderSet, .ruleFired, .partyRegistered,
    .batchRowsRecorded,
  ]

  @Test(arguments: frequent) func whatWeWriteIsReadByHand(name: StoredName) throws {
    let recorded = try recorded(Samples.event(name))
    #expect(EventCodec.own(name, recorded) == Samples.event(name))
  }

  @Test(arguments: UInt64(0)..<40) func anyEventIsReadAsFoundationReadsIt(seed: UInt64) throws {
    var random = Seeded(seed)
    for _ in 0..<50 {
      let event = event(&random)
      let recorded = try recorded(event)
      let own = EventCodec.own(StoredName(of: event), recorded)
      // Only the rare escapes are left to Foundation.
      if !"\(recorded.data)\(recorded.personal?.data ?? "")".contains(#"\u"#) {
        #expect(own != nil, "seed \(seed): \(recorded.data) \(recorded.personal?.data ?? "")")
      }
      try compare(recorded, seed)
    }
  }

  /// A byte more, less or other, anywhere: what is still read by hand, Foundation reads as the same.
  @Test(arguments: UInt64(0)..<60) func aBrokenTextIsLeftToFoundation(seed: UInt64) throws {
    var random = Seeded(seed)
    for _ in 0..<60 {
      let recorded = try recorded(event(&random))
      let isData = recorded.personal == nil || random.chance(50)
      let broken = Self.broken(isData ? recorded.data : recorded.personal?.data ?? "", &random)
      try compare(
        .sample(
          recorded.type, isData ? broken : recorded.data, personal: isData ? recorded.personal?.data : broken), seed)
    }
  }

  @Test(arguments: [
    #"{"main":"a","main":"b"}"#, #"{"staff":"a","main":"b"}"#, #"{"main" :"a"}"#, #"{"main":"a"} "#, #"{"main":null}"#,
    #"{"main":"a","staff":null}"#, #"{"main":"a","other":1}"#, #"{"main":" a"}"#, #"{"main":""}"#, #"{"main":"a",}"#,
    #"{"main":"\u0041"}"#, #"{"main":"\x"}"#, #"{"main":"a\"#, #"{"main":"a"#, "{\"main\":\"a\u{1}\"}", "{", "",
    #"["main"]"#, #"{"main":"a"}}"#, #"{"mai":"a"}"#, #"{main:"a"}"#,
  ]) func whatWeDoNotWriteIsLeftToFoundation(data: String) throws {
    let recorded = RecordedEvent.sample(EventType("order.assigned"), data, personal: nil)
    #expect(EventCodec.own(.orderAssigned, recorded) == nil)
    try compare(recorded, 0)
  }

  @Test(arguments: [
    "0", "7", "00", "01", "-1", "1.0", "1e2", "999999999999999999", "1000000000000000000", "9223372036854775807",
    "9223372036854775808", "", "a", "1a", "\"1\"",
  ]) func numbersAreReadAsFoundationReadsThem(number: String) throws {
    let data = #"{"generation":\#(number),"rows":[]}"#
    try compare(.sample(EventType("batch.rows-recorded"), data, personal: nil), 0)
  }

  private func compare(_ recorded: RecordedEvent, _ seed: UInt64) throws {
    let name = try #require(StoredName(rawValue: recorded.type.name))
    guard let own = EventCodec.own(name, recorded) else { return }
    let known = try? codec.foundation(name, recorded)
    #expect(own == known, "seed \(seed): \(recorded.data) \(recorded.personal?.data ?? "")")
  }

  private func recorded(_ event: DomainEvent) throws -> RecordedEvent {
    let new = try codec.encode(event, id: UUID(), at: Samples.instant, subject: "party-1")
    return .sample(new.type, new.data, personal: new.personal?.data)
  }

  private static func broken(_ text: String, _ random: inout Seeded) -> String {
    var bytes = Array(text.utf8)
    let place = Int(random.next() % UInt64(bytes.count + 1))
    let byte = random.chance(50) ? random.pick(Array(#"{}[]",:\ 0123ntuZT-."#.utf8)) : UInt8(random.next() % 128)
    switch random.next() % 3 {
    case 0: bytes.insert(byte, at: place)
    case 1 where place < bytes.count: bytes[place] = byte
    default: if place < bytes.count { bytes.remove(at: place) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

// MARK: Any event

extension OwnJSONTests {
  private func event(_ random: inout Seeded) -> DomainEvent {
    switch random.next() % 8 {
    case 0: return .order(.opened(opened(&random)))
    case 1: return .order(.assigned(OrderAssigned(main: unit(&random), staff: maybe(&random))))
    case 2:
      return .order(
        .moved(
          OrderMoved(
            action: Key(rawValue: text(&random)), from: "new", to: Key(rawValue: text(&random)),
            kind: random.pick(StateKind.allCases), words: fields(&random))))
    case 3: return .order(.noted(OrderNoted(text: maybe(&random))))
    case 4: return .order(.reminderSet(OrderReminderSet(at: instant(&random))))
    case 5:
      let timer = OrderTimer(
        rule: Key(rawValue: text(&random)), clock: "resolve", epoch: number(&random), occurrence: number(&random),
        level: number(&random), due: instant(&random), at: instant(&random),
        to: (0..<Int(random.next() % 3)).map { _ in Key(rawValue: text(&random)) })
      return .order(.ruleFired(RuleFired(timer: timer, outcome: random.pick([.fired, .skipped]))))
    case 6:
      let phones = (0..<Int(random.next() % 3)).map { _ in
        PartyCard.Phone(number: text(&random), extension: maybe(&random), label: maybe(&random))
      }
      let card = random.chance(80) ? PartyCard(name: maybe(&random), phones: phones, address: maybe(&random)) : nil
      return .party(.registered(PartyRegistered(kind: random.pick([.person, .organisation]), card: card)))
    default:
      let rows = (0..<Int(random.next() % 4)).map { _ in
        BatchRowsRecorded.Row(
          row: number(&random), outcome: random.pick([.accepted, .rejected, .duplicate, .skipped]),
          reason: maybe(&random), order: random.chance(50) ? order(&random) : nil,
          sameAs: random.chance(50) ? number(&random) : nil, field: maybe(&random), cell: maybe(&random))
      }
      return .batch(.rowsRecorded(BatchRowsRecorded(generation: number(&random), rows: rows)))
    }
  }

  private func opened(_ random: inout Seeded) -> OrderOpened {
    OrderOpened(
      no: order(&random), process: Key(rawValue: text(&random)), processVersion: number(&random), state: "new",
      kind: random.pick(StateKind.allCases), channel: maybe(&random), category: maybe(&random), key: maybe(&random),
      promise: random.chance(50) ? instant(&random) : nil,
      party: random.chance(50) ? PartyID(UUID()) : nil, campaign: maybe(&random),
      words: OrderWords(title: maybe(&random), address: maybe(&random), fields: fields(&random)))
  }

  private func text(_ random: inout Seeded) -> String {
    let pieces = [
      "a", "complaint", "噪声", "\"", "\\", "/", "\n", "\t", "\r", "\u{8}", "\u{C}", "\u{7F}", "é", "e\u{301}", "👩‍🚒", " ",
      "{}", ",", "\":",
      "\u{2028}", "0", "\u{FEFF}", "\u{1}",
    ]
    return (0..<Int(random.next() % 6)).map { _ in random.chance(90) ? "word" : random.pick(pieces) }.joined()
  }

  private func maybe(_ random: inout Seeded) -> String? { random.chance(60) ? text(&random) : nil }

  private func fields(_ random: inout Seeded) -> [String: String] {
    (0..<Int(random.next() % 4)).reduce(into: [:]) { fields, _ in fields[text(&random)] = text(&random) }
  }

  private func number(_ random: inout Seeded) -> Int { Int(random.next() % 1_000_000_000_000) }

  private func order(_ random: inout Seeded) -> OrderNumber {
    OrderNumber(sequence: Int(1 + random.next() % 100_000_000))
  }

  private func unit(_ random: inout Seeded) -> UnitKey { [UnitKey("u" + text(&random) + "n")].compactMap(\.self)[0] }

  private func instant(_ random: inout Seeded) -> Date {
    let micros = Int64(random.next() % 5_000_000_000_000_000)
    return Date(microsecondsSince1970: random.chance(50) ? micros : micros / 1_000_000 * 1_000_000)
  }
}
