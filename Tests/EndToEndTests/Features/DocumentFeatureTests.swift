import FoundationEssentials
import Testing

/// Kinds of orders, what they ask and how they are counted, on the built program.
@Suite struct DocumentFeatureTests {
  @Test("M-TKT-02: a question is answered at once, citing an article and its version, or later, with the time it took")
  func aQuestionIsAnsweredAtOnceOrLater() async throws {
    let desk = try await ProcessDesk.shared.value
    let now = try await desk.open("consult", "--title", "How do I register?")
    try await desk.act(now, "answer", "--set", "reply-state=answered", "--set", "article=tax-12@3")
    #expect(try await desk.order(now).kind == "closed")
    #expect(try await desk.form(now)["article"]?.value == "tax-12@3")

    let later = try await desk.open("consult", "--title", "May I build a shed?", "--new")
    #expect(try await desk.order(later).kind == "open")
    try await desk.act(later, "view")
    try await desk.act(later, "postpone", "--set", "reply-phone=13900001234")
    #expect(try await desk.order(later).state == "later")
    try await desk.act(later, "answer", "--set", "reply-state=已答复", "--set", "answer=Up to 10 m²")
    let answered = try await desk.order(later)
    #expect(answered.kind == "closed" && answered.finishedAt != nil && answered.openedAt != nil)
    #expect(try await desk.form(later)["reply-state"]?.value == "answered")
  }

  @Test("M-TKT-06: what cannot be answered now becomes a task with whom to call, on a clock of its own")
  func whatCannotBeAnsweredNowIsATask() async throws {
    let desk = try await ProcessDesk.shared.value
    let no = try await desk.open("consult", "--title", "Whose pipe is it?", "--new")
    let before = try await desk.order(no).dueAt
    #expect(try await desk.act(no, "postpone", status: 2).stderr.contains("reply-phone"))
    #expect(try await desk.act(no, "postpone", "--set", "reply-phone=none", status: 2).stderr.contains("telephone"))
    try await desk.act(
      no, "postpone", "--set", "reply-phone=13900001234", "--set", "reply-name=样例", "--set", "reply-when=上午")
    let task = try await desk.order(no)
    #expect(task.state == "later" && task.dueAt != nil && task.dueAt != before)
    #expect(try await desk.orders("--state", "later").contains { $0.no == no })
    let form = try await desk.form(no)
    #expect(form["reply-phone"]?.value == "13900001234")
    #expect(form["reply-when"]?.value == "morning")
  }

  @Test("M-TKT-08: documents of one's own kinds have fields and number series of their own")
  func documentsHaveSeriesOfTheirOwn() async throws {
    let desk = try await ProcessDesk.shared.value
    for (key, prefix) in [("installation", "AZ"), ("delivery", "SH-")] {
      try await desk.publish(
        """
        process: \(key)
        series: {prefix: \(prefix), digits: 4}
        form:
          - {name: model, type: text, personal: false, required: true}
          - {name: floor, type: number, min: 1, max: 60}
          - {name: lift, type: flag, when: floor > 6}
        states: {new: {kind: open}, done: {kind: closed}}
        actions: {finish: {from: new, to: done, by: unit, asks: [{name: signed-by, type: text, required: true}]}}
        """, as: key)
    }
    let missing = try await desk.office.expect(
      2, "order", "open", "--process", "delivery", "--title", "x", "--set", "floor=99")
    #expect(missing.stderr.contains("model") && missing.stderr.contains("floor"))
    let first = try await desk.open("installation", "--title", "Cooker", "--set", "model=K-1", "--set", "floor=３")
    let second = try await desk.open("installation", "--title", "Hood", "--set", "model=H-2", "--new")
    let other = try await desk.open(
      "delivery", "--title", "Cooker", "--set", "model=K-1", "--set", "floor=7", "--set", "lift=否")
    #expect(try await desk.order(first).key == "AZ0001")
    #expect(try await desk.order(second).key == "AZ0002")
    #expect(try await desk.order(other).key == "SH-0001")
    #expect(try await desk.form(first)["floor"]?.value == "3")
    #expect(try await desk.form(other)["lift"]?.value == "false")
    try await desk.act(other, "finish", "--set", "signed-by=样例")
    #expect(try await desk.order(other).state == "done")
  }

  @Test("M-TKT-10: a mediation ends agreed, failed or withdrawn, with what was agreed and when")
  func aMediationHasAnOutcome() async throws {
    let desk = try await ProcessDesk.shared.value
    let no = try await desk.open("complaint", "--title", "Broken kettle", "--set", "wants=退赔", "--set", "loss=￥1,200")
    for step in [["dispatch", "--unit", "mediators"], ["sign"], ["mediate"]] {
      try await desk.office.expect(0, ["order", "act", no] + step)
    }
    let wrong = try await desk.act(no, "settle", "--set", "outcome=won", "--set", "settled-on=2026-13-01", status: 2)
    #expect(wrong.stderr.contains("agreed") && wrong.stderr.contains("settled-on"))
    let missing = try await desk.act(
      no, "settle", "--set", "outcome=agreed", "--set", "settled-on=2026-11-20", status: 2)
    #expect(missing.stderr.contains("agreement"))
    try await desk.act(
      no, "settle", "--set", "outcome=达成协议", "--set", "agreement=Half is paid back", "--set", "settled-on=2026年11月20日")
    let form = try await desk.form(no)
    #expect(form["outcome"]?.value == "agreed")
    #expect(form["agreement"]?.value == "Half is paid back")
    #expect(form["settled-on"]?.value == "2026-11-20")
    #expect(form["loss"]?.value == "1200.00")
  }

  @Test("M-TKT-13: a kind of one's own is usable at once, from intake to the summary")
  func aKindOfOnesOwnIsUsableAtOnce() async throws {
    let desk = try await ProcessDesk.shared.value
    try await desk.publish(
      """
      process: lost-property
      labels: {zh: 失物招领, en: Lost property}
      series: {prefix: LP}
      form: [{name: thing, type: text, personal: false, required: true}, {name: found-on, type: date}]
      states: {new: {kind: open}, returned: {kind: done}, closed: {kind: closed}}
      actions:
        return: {from: new, to: returned, by: clerk, asks: [{name: owner, type: text, required: true}]}
        close: {from: returned, to: closed, by: clerk}
      """, as: "lost-property")
    let no = try await desk.open(
      "lost-property", "--title", "Umbrella", "--set", "thing=umbrella", "--set", "found-on=2026/11/19")
    #expect(try await desk.order(no).key == "LP000001")
    try await desk.act(no, "return", "--set", "owner=样例")
    let done = try await desk.order(no)
    #expect(done.kind == "done" && done.finishedAt != nil)
    let history = try await desk.office.expect(0, "order", "history", no, "--format", "csv").stdout
    #expect(history.contains("tester") && history.contains("return"))
    let report = try await desk.office.expect(
      0, "report", "run", "monthly", "--from", "-30d", "--to", "+1d", "--table", "by-state", "--format", "csv")
    #expect(report.stdout.contains("lost-property,returned,done,1"))
  }

  @Test("M-TKT-14: the reply state is a closed list, and the report of answers counts it")
  func theReplyStateIsAClosedList() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    for (title, reply) in [("One", "answered"), ("Two", "answered"), ("Three", "no-material")] {
      let no = try await desk.open("consult", "--title", title)
      #expect(try await desk.act(no, "answer", "--set", "reply-state=maybe", status: 2).stderr.contains("no-material"))
      try await desk.act(no, "answer", "--set", "reply-state=\(reply)")
    }
    _ = try await desk.open("consult", "--title", "Four")
    struct Row: Decodable { let field, answer: String, orders: Int }
    let rows = try await desk.office.expect(
      0, "report", "run", "answers", "--process", "consult", "--from", "-1d", "--to", "+1d", "--table", "by-answer",
      "--format", "ndjson"
    ).ndjson(Row.self).filter { $0.field == "reply-state" }
    #expect(rows.map(\.answer) == ["answered", "partly", "referred", "no-material", "declined"])
    #expect(rows.map(\.orders) == [2, 0, 0, 1, 0])
    try await desk.office.expect(0, "projection", "compare", "order-answers")
  }

  @Test("M-TKT-16: an agent's simple order stands in the shift leader's list with its age and kind")
  func aSimpleOrderGoesToTheShiftLeader() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    let office = desk.office
    try await office.expect(0, "unit", "add", "desk", "--name", "Desk")
    try await office.expect(0, "person", "join", "agent1", "--unit", "desk", "--role", "agent")
    try await office.expect(0, "person", "join", "leader", "--unit", "desk", "--role", "supervisor")
    try await office.expect(0, "person", "join", "chief", "--unit", "desk", "--role", "admin")
    let agent = ProcessDesk(office: office.with(["HOTLINE_USER": "agent1"]))
    let no = try await agent.open(
      "desk", "--title", "New line wanted", "--set", "asks-for=业务需求", "--set", "account=K-77")
    struct Task: Decodable { let no, process, openedAt: String, actions: String }
    let leader = office.with(["HOTLINE_USER": "leader"])
    let tasks = try await leader.expect(0, "order", "todo", "--format", "ndjson").ndjson(Task.self)
    #expect(tasks.map(\.no) == [no])
    #expect(tasks.first?.process == "desk")
    #expect(tasks.first?.actions.contains("file") == true)
    #expect(try await ProcessDesk(office: leader).form(no)["asks-for"]?.value == "request")
    try await ProcessDesk(office: leader).act(no, "file", "--set", "result=Ordered")
    try await agent.act(no, "close")
    #expect(try await leader.expect(0, "order", "todo", "--format", "ndjson").stdout.isEmpty)
  }

  @Test(
    "M-DISP-06: a report handed over to the competent body says to whom, when and by which receipt, and still counts")
  func aReportIsHandedOver() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    let no = try await desk.open(
      "report", "--category", "fraud", "--text", "Someone sells fake meters", "--title", "Meters")
    let missing = try await desk.act(no, "transfer", "--set", "receiver=市监局", status: 2)
    #expect(missing.stderr.contains("receipt") && missing.stderr.contains("transferred-on"))
    try await desk.act(
      no, "transfer", "--set", "receiver=市监局", "--set", "transferred-on=2026-11-20", "--set", "receipt=S-2026-17")
    let form = try await desk.form(no)
    #expect(form["receiver"]?.value == "市监局" && form["receipt"]?.value == "S-2026-17")
    #expect(try await desk.order(no).state == "transferred")
    let report = try await desk.office.expect(
      0, "report", "run", "monthly", "--from", "-30d", "--to", "+1d", "--table", "by-state", "--format", "csv")
    #expect(report.stdout.contains("report,transferred,closed,1"))
  }
}
