import Domain
import FoundationEssentials
import Testing

@Suite struct PartyDecideTests {
  private static let now = Date(timeIntervalSince1970: 1_767_225_600)
  private static let other = PartyID(UUID())

  /// Given what happened, what follows.
  private func party(_ events: PartyEvent...) -> Party {
    var party = Party(PartyID(UUID()))
    for event in events { party.evolve(event, at: Self.now) }
    return party
  }

  private func registered(_ phones: PartyCard.Phone..., name: String? = "样例") -> PartyEvent {
    .registered(PartyRegistered(card: PartyCard(name: name, phones: phones)))
  }

  @Test func aCorrectionHoldsOldAndNewAndOnlyWhatChanges() throws {
    let party = party(registered(), .corrected(PartyCorrected([.tariff: FieldChange(old: nil, new: "night")])))
    let events = try party.decide(
      .correct([.name: " 样例二 ", .tariff: "night", .note: "", .preference: nil]), at: Self.now)
    #expect(events == [.corrected(PartyCorrected([.name: FieldChange(old: "样例", new: "样例二")]))])
    #expect(try party.decide(.correct([.name: "样例"]), at: Self.now).isEmpty)
    #expect(
      try party.decide(.correct([.tariff: ""]), at: Self.now)
        == [.corrected(PartyCorrected([.tariff: FieldChange(old: "night", new: nil)]))])
  }

  @Test func codesAreKeptApartFromWords() throws {
    let corrected = PartyCorrected([
      .tariff: FieldChange(old: nil, new: "night"), .address: FieldChange(old: nil, new: "1 Sample Street"),
    ])
    #expect(corrected.codes?.keys.map(\.self) == [.tariff] && corrected.words?.keys.map(\.self) == [.address])
    #expect(corrected.fields == [.address, .tariff])
    for field in PartyField.allCases where field.isCode && field != .kind {
      #expect(field.allows("大客户") && field.allows("a-b_c/d.e") && !field.allows("two words") && !field.allows(""))
    }
  }

  @Test(arguments: [(PartyField.category, "two words"), (.kind, "firm"), (.kind, "")])
  func whatIsNoCodeIsRefused(field: PartyField, value: String) {
    #expect(throws: PartyRefusal.notACode(field, value)) {
      try party(registered()).decide(.correct([field: value]), at: Self.now)
    }
  }

  @Test func contactsAreNumberedOnceAndForAll() throws {
    var party = party(registered(.init(number: "+8613900001234"), .init(number: "12345")))
    #expect(party.contacts.map(\.contact) == [1, 2] && party.nextContact == 3)
    for event in try party.decide(.removeContact(2), at: Self.now) { party.evolve(event, at: Self.now) }
    let added = try party.decide(.addContact(.mail, ContactWords(value: "a@example.org")), at: Self.now)
    #expect(added.map { if case .contactAdded(let added) = $0 { added.contact } else { 0 } } == [3])
    #expect(throws: PartyRefusal.noSuchContact(2, known: [1])) { try party.decide(.removeContact(2), at: Self.now) }
    #expect(throws: PartyRefusal.contactThere(contact: 1)) {
      try party.decide(.addContact(.phone, ContactWords(value: "+8613900001234")), at: Self.now)
    }
    #expect(throws: PartyRefusal.emptyContact) {
      try party.decide(.addContact(.web, ContactWords(value: "  ")), at: Self.now)
    }
  }

  @Test func aMarkHoldsFromItsSettingToItsExpiry() throws {
    let until = Self.now.addingTimeInterval(86_400)
    let marked = PartyMarked(.blocked, service: "consult", until: until)
    let party = party(registered(), .marked(marked))
    #expect(party.marks(.blocked, for: "consult", at: Self.now).count == 1)
    #expect(party.marks(.blocked, for: "repair", at: Self.now).isEmpty)
    #expect(party.marks(.blocked, at: until).isEmpty && party.marks(.blocked, at: until - 1).count == 1)
    #expect(party.marks(.blocked, at: Self.now - 1).isEmpty)
    // The same again says nothing new; another time does, and stands in its place.
    #expect(try party.decide(.mark(marked), at: Self.now).isEmpty)
    var longer = party
    for event in try party.decide(.mark(PartyMarked(.blocked, service: "consult")), at: Self.now) {
      longer.evolve(event, at: Self.now)
    }
    #expect(longer.marks.count == 1 && longer.marks(.blocked, at: until).count == 1)
  }

  @Test func blockingAgainWithoutANoteKeepsTheNote() throws {
    let marked = PartyMarked(.blocked, service: "outreach", note: "rings every night")
    let party = party(registered(), .marked(marked))
    let until = Self.now.addingTimeInterval(86_400)
    func again(_ note: String?) throws -> PartyMarked? {
      let events = try party.decide(
        .mark(PartyMarked(.blocked, service: "outreach", until: until, note: note)), at: Self.now)
      guard case .marked(let marked) = events.first else { return nil }
      return marked
    }
    #expect(try again(nil)?.note == "rings every night")
    #expect(try again("")?.note == nil)
    #expect(try again("asked us to")?.note == "asked us to")
    #expect(try party.decide(.mark(PartyMarked(.blocked, service: "outreach")), at: Self.now).isEmpty)
    // What was said of a block that is over is not said of a new one.
    let over = self.party(
      registered(), .marked(PartyMarked(.blocked, service: "outreach", until: until, note: "for a day")))
    let later = try over.decide(.mark(PartyMarked(.blocked, service: "outreach")), at: until)
    #expect(later == [.marked(PartyMarked(.blocked, service: "outreach"))])
  }

  @Test func aFaxMachineIsNoNumberToCall() throws {
    let fax = PartyContactAdded(contact: 2, kind: .fax, words: ContactWords(value: "+862155550100"))
    let party = party(registered(), .contactAdded(fax))
    #expect(party.contacts.map(\.kind).contains(.fax))
    #expect(party.card?.phones.contains { $0.number == "+862155550100" } == false)
  }

  @Test func marksThatMakeNoSenseAreRefused() {
    let party = party(registered())
    func refusal(_ change: PartyChange) -> PartyRefusal? {
      do throws(PartyRefusal) { _ = try party.decide(change, at: Self.now) } catch { return error }
      return nil
    }
    #expect(refusal(.mark(PartyMarked(.blocked, until: Self.now))) == .markIsPast)
    #expect(refusal(.mark(PartyMarked(.manager))) == .managerMissing)
    #expect(refusal(.mark(PartyMarked(.vip, manager: "chen"))) == .managerMissing)
    #expect(refusal(.mark(PartyMarked(.vip, service: "consult"))) == .noServiceForMark(.vip))
    #expect(refusal(.unmark(.vip, service: nil, note: nil)) == .notMarked(.vip, service: nil))
    #expect(refusal(.relate(PartyRelated(other: party.id, relation: "x"))) == .itself)
    #expect(refusal(.unrelate(PartyRelated(other: Self.other, relation: "x"))) == .notRelated)
    #expect(refusal(.merge(into: party.id)) == .itself)
    #expect(refusal(.split) == .notMerged)
  }

  @Test func aMergedPartyOnlyComesApartAgain() throws {
    var party = party(registered())
    for event in try party.decide(.merge(into: Self.other), at: Self.now) { party.evolve(event, at: Self.now) }
    #expect(party.mergedInto == Self.other)
    #expect(throws: PartyRefusal.merged(into: Self.other)) {
      try party.decide(.correct([.name: "x"]), at: Self.now)
    }
    for event in try party.decide(.split, at: Self.now) { party.evolve(event, at: Self.now) }
    #expect(party.mergedInto == nil && party.values[.name] == "样例")
  }

  @Test func forgettingLeavesThatThereWasSomebody() {
    var party = party(
      registered(.init(number: "12345")), .corrected(PartyCorrected([.tariff: FieldChange(old: nil, new: "night")])),
      .marked(PartyMarked(.vip)), .related(PartyRelated(other: Self.other, relation: "tenant")))
    party.evolve(.forgotten(Forgotten(reason: .unlawful)), at: Self.now)
    #expect(party.values == [.kind: "person"] && party.contacts.isEmpty && party.marks.isEmpty)
    #expect(party.relations.isEmpty && party.card == nil && party.forgottenAt == Self.now)
  }

  /// Whatever was erased, the fold of what is left agrees with the fold that forgot.
  @Test func whatWasErasedFoldsToNothing() {
    let erased: [PartyEvent] = [
      .registered(PartyRegistered(card: nil)), .contactAdded(PartyContactAdded(contact: 4, kind: .fax, words: nil)),
    ]
    var party = Party(PartyID(UUID()))
    for event in erased { party.evolve(event, at: Self.now) }
    #expect(party.contacts.isEmpty && party.nextContact == 5)
  }
}
