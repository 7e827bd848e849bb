import BackOffice
import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import TestCluster
import Testing

@Suite struct ForgetTests {
  private static let phone = "13900001234"

  @Test func aPersonIsForgottenEverywhereAndOnlyOnce() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Lamp out", phone: Self.phone, name: "样例")
    _ = try await desk.open("Another's", phone: "13900005678", name: "别人")
    _ = try await desk.session.perform(.note("rang again"), on: no, at: Desk.now)
    try await desk.close(no)
    let subject = try await desk.party(Self.phone)
    let plan = try await desk.session.planForgetting(subject)
    #expect(plan.openOrders.isEmpty && plan.earlier.isEmpty)
    // The card, the opening, the note and the words of the closing.
    #expect(plan.parts.map(\.type.name).sorted() == ["order.moved", "order.noted", "order.opened", "party.registered"])

    let summary = try await desk.session.forget(subject, because: .asked, at: Desk.now)
    #expect(summary.parts == plan.parts)
    #expect(summary.forgetting?.forgotten == .asked && summary.forgetting?.actor == "clerk.test")
    let head = try await desk.session.store.head()
    #expect(summary.forgetting?.position == head)
    #expect(try await desk.titles() == [nil, "Another's"])
    await #expect(throws: OfficeError.self) { try await desk.party(Self.phone) }
    let dossier = try await desk.session.dossier(of: subject)
    #expect(dossier.card == nil && dossier.entries.allSatisfy { $0.personal == nil })
    #expect(dossier.orders.map(\.order.no) == [no] && dossier.orders.first?.opened.words == nil)

    let again = try await desk.session.forget(subject, because: Forgotten(reason: .unlawful), at: Desk.now)
    #expect(again.parts.isEmpty && again.forgetting == summary.forgetting)
    #expect(try await desk.session.store.head() == head)
  }

  @Test func anOpenOrderIsAskedAboutFirst() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Lamp out", phone: Self.phone)
    let subject = try await desk.party(Self.phone)
    let head = try await desk.session.store.head()
    let error = await #expect(throws: OfficeError.self) {
      try await desk.session.forget(subject, because: .asked, at: Desk.now)
    }
    guard case .stillOpen(subject, [no]) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try await desk.session.store.head() == head)
    let summary = try await desk.session.forget(subject, because: .asked, evenOpen: true, at: Desk.now)
    #expect(summary.parts.count == 2)
    // The work goes on, without the words.
    try await desk.close(no)
  }

  @Test func whatIsLearnedLaterIsKeptAndGoesWithANewCall() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Lamp out", phone: Self.phone)
    let subject = try await desk.party(Self.phone)
    _ = try await desk.session.forget(subject, because: .asked, evenOpen: true, at: Desk.now)
    _ = try await desk.session.perform(.note("rang again"), on: no, at: Desk.now)
    let dossier = try await desk.session.dossier(of: subject)
    #expect(dossier.entries.compactMap(\.personal) == [#"{"text":"rang again"}"#])
    #expect(dossier.forgettings.count == 1)
    // Who calls again is somebody new: nothing says that it is the same person.
    _ = try await desk.open("Lamp out again", phone: Self.phone)
    #expect(try await desk.party(Self.phone) != subject)
    let again = try await desk.session.forget(subject, because: .asked, evenOpen: true, at: Desk.now)
    #expect(again.parts.map(\.type.name) == ["order.noted"])
    #expect(try await desk.session.forgettings(of: subject).count == 2)
    #expect(try await desk.titles() == [nil, "Lamp out again"])
  }

  @Test func anOrderForNobodyIsForgottenByItself() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Mr Sample of 1 Sample Street complains")
    #expect(try await desk.session.subject(no.description) == .order(no))
    await #expect(throws: OfficeError.self) { try await desk.session.forget(.order(no), because: .asked, at: Desk.now) }
    try await desk.close(no)
    let summary = try await desk.session.forget(.order(no), because: .asked, at: Desk.now)
    #expect(summary.parts.count == 2)
    #expect(try await desk.titles() == [nil])
    #expect(try await desk.session.load(no).order.kind.isFinished)
    #expect(try await desk.events().last?.type.name == StoredName.orderForgotten.rawValue)
  }

  @Test func twoWhoForgetAtOnceRecordItOnce() async throws {
    let desk = try await Desk()
    _ = try await desk.open("Lamp out", phone: Self.phone)
    let subject = try await desk.party(Self.phone)
    let address = desk.address
    let summaries = try await withThrowingTaskGroup(of: ForgettingSummary.self) { group in
      for _ in 0..<4 {
        let session = try await Desk.session(address)
        group.addTask { try await session.forget(subject, because: .asked, evenOpen: true, at: Desk.now) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(summaries.count { !$0.parts.isEmpty } == 1)
    #expect(Set(summaries.map(\.forgetting?.position)).count == 1)
    #expect(try await desk.session.forgettings(of: subject).count == 1)
  }

  @Test func theCaseMayNotQuoteTheNumber() async throws {
    let desk = try await Desk()
    _ = try await desk.open("Lamp out", phone: Self.phone)
    let subject = try await desk.party(Self.phone)
    let quoting = Forgotten(reason: .erasureRequest, reference: CaseReference("call-13900001234"))
    await #expect(throws: OfficeError.self) {
      try await desk.session.forget(subject, because: quoting, evenOpen: true, at: Desk.now)
    }
    #expect(try await desk.session.forgettings(of: subject).isEmpty)
  }

  // MARK: Imports

  @Test func whoCameWithAnUndoneImportIsForgottenAndStaysSo() async throws {
    let desk = try await Desk()
    let (summary, path) = try await desk.importList(["样例甲,13900001234,早上打", "样例乙,13900005678,晚上打"])
    let subject = try await desk.party(Self.phone)
    _ = try await desk.session.undoImport(try #require(summary.batch), at: Desk.now)
    // Nothing of theirs is open: the undo withdrew it.
    let forgotten = try await desk.session.forget(subject, because: .asked, at: Desk.now)
    #expect(forgotten.parts.count == 2)
    // The same file brings back the order, not the words.
    let again = try await desk.importAgain(path)
    #expect(again.counts.accepted == 2)
    #expect(try await desk.titles() == [nil, "样例乙"])
    #expect(try await desk.session.planForgetting(subject).parts.isEmpty)
  }

  @Test func anImportThatWasForgottenFromIsInAlready() async throws {
    let desk = try await Desk()
    let (_, path) = try await desk.importList(["样例甲,13900001234,早上打"])
    let subject = try await desk.party(Self.phone)
    _ = try await desk.session.forget(subject, because: .asked, evenOpen: true, at: Desk.now)
    let head = try await desk.session.store.head()
    #expect(try await desk.importAgain(path).wasThere)
    #expect(try await desk.session.store.head() == head)
  }

  @Test func forgettingAnOrderIsNoWorkThatAnUndoLeaves() async throws {
    let desk = try await Desk()
    let path = try await TestCluster.folder() + "/history.csv"
    try Data("编号,受理,内容\nK1,2015-04-03,某某的话\nK2,2015-04-03,另一个\n".utf8).write(to: URL(filePath: path))
    let map = try ImportMap(
      yaml: "as: requests\nprocess: request\ncolumns: {key: 编号, openedAt: 受理, text: 内容}\n")
    let summary = try await desk.session.importList(
      ImportRequest(path: path, target: .requests(map)), at: Desk.now)
    let no = OrderNumber(sequence: 1)
    _ = try await desk.session.forget(.order(no), because: .asked, evenOpen: true, at: Desk.now)
    let undone = try await desk.session.undoImport(try #require(summary.batch), at: Desk.now)
    #expect(undone.withdrawn == 2 && undone.left.isEmpty)
  }

  // MARK: Whom somebody means

  @Test func aPersonIsMeantByIDNumberOrOrder() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Lamp out", phone: Self.phone)
    let subject = try await desk.party("+86 139-0000-1234")
    guard case .party(let id) = subject else {
      Issue.record("\(subject)")
      return
    }
    for typed in [
      id.description, id.description.uppercased(), "party-\(id)", String(id.description.prefix(13)), no.description,
      "order-\(no)", "1390000 1234",
    ] { #expect(try await desk.session.subject(typed) == subject, "\(typed)") }
    for typed in ["", "样例", "13900009999", "10000020", "order-10000020", UUID().uuidString, "abc", "ffffffff-ffff"] {
      await #expect(throws: OfficeError.self, "\(typed)") { try await desk.session.subject(typed) }
    }
  }

  @Test func whoSharesANumberMustBeNamed() async throws {
    let desk = try await Desk()
    _ = try await desk.importList(["样例甲,13900001234/13900009999,", "样例乙,13900005678/13900009999,"])
    let error = await #expect(throws: OfficeError.self) { try await desk.party("13900009999") }
    guard case .severalParties(_, let candidates) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(candidates.count == 2)
    for candidate in candidates { #expect(try await desk.session.subject(candidate.description) == .party(candidate)) }
  }
}
