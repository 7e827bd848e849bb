import BackOffice
import Domain
import EventCodec
import Foundation

/// An order on A4: its number as bars to scan, what is known of it, what was done, room for the rest, lines to sign on.
struct OrderSheetHTML {
  private let sheet: OrderSheet
  private let language: Language
  private let zone: TimeZone
  private let now: Date
  private let isPersonalShown: Bool
  private var order: Order { sheet.order }

  /// - Parameter isPersonalShown: names, numbers, addresses and the caller's words are printed.
  init(_ sheet: OrderSheet, _ language: Language, _ zone: TimeZone, now: Date, isPersonalShown: Bool) {
    self.sheet = sheet
    self.language = language
    self.zone = zone
    self.now = now
    self.isPersonalShown = isPersonalShown
  }

  /// The whole page.
  var html: String {
    let name = label(sheet.process.labels) ?? order.process.rawValue
    let title = word("\(name)工单", "\(name)")
    return PaperHTML.page(
      title: "\(title) \(order.no)", language: language,
      body: head(title) + fields + words + history + toFillIn + signatures + foot)
  }

  private func head(_ title: String) -> String {
    let bars = Code128(digits: order.no.description)?.svg(moduleMillimetres: 0.42, heightMillimetres: 11) ?? ""
    return """
      <table class="head"><tr><td><h1>\(escaped(title))</h1>\(secret)</td>
      <td>\(bars)<div class="no">\(order.no)</div></td></tr></table>

      """
  }

  private var secret: String {
    order.isSecret ? "<p><b>\(word("保密", "Secret"))</b></p>" : ""
  }

  private var fields: String {
    let state = sheet.process.state(order.state)
    var fields: [(label: String, value: String?)] = [
      (word("状态", "State"), label(state?.labels) ?? order.state.rawValue),
      (word("紧急程度", "Priority"), order.priority == .normal ? nil : order.priority.words(language)),
      (word("登记时间", "Opened"), time(order.openedAt)), (word("办理期限", "Due"), order.due.map(deadline)),
      (word("受理渠道", "Channel"), order.channel), (word("类别", "Category"), order.category),
      (word("受理单位", "Taken in by"), order.intake?.rawValue), (word("主办单位", "Unit"), order.main?.rawValue),
      (word("承办人", "Staff"), order.staff),
      (word("协办单位", "Assisting"), joined(order.openAssists.map(\.unit.rawValue))),
      (word("区域", "Area"), order.area), (word("外部编号", "Key"), order.key),
      (word("关联工单", "Other orders"), joined(order.links.map { "\($0.other) (\($0.relation))" })),
      (word("上级工单", "Follows from"), order.parent?.description),
    ]
    if isPersonalShown {
      fields += [
        (word("来电人", "Caller"), sheet.party?.name),
        (word("联系电话", "Numbers"), joined((sheet.party?.phones ?? []).map(\.dialled))),
        (word("地址", "Address"), order.words?.address ?? sheet.party?.address),
      ]
    }
    let form = sheet.process.form
    fields += order.form.sorted { $0.key < $1.key }.map { (name($0.key, form), value($0.value, of: $0.key, form)) }
    return PaperHTML.fields(fields)
  }

  private var words: String {
    guard isPersonalShown else {
      return "<p class=\"small\">\(word("个人信息未打印。", "Personal data is not printed."))</p>\n"
    }
    var rows = ""
    func add(_ label: String, _ text: String?) {
      guard let text, !text.isEmpty else { return }
      rows += "<tr><th>\(escaped(label))</th><td class=\"words\">\(escaped(text))</td></tr>\n"
    }
    add(word("标题", "Title"), order.words?.title)
    for (key, text) in (order.words?.fields ?? [:]).sorted(by: { $0.key < $1.key }) {
      add(name(key, sheet.process.form), text)
    }
    return rows.isEmpty ? "" : "<h2>\(word("诉求内容", "What was said"))</h2>\n<table>\n\(rows)</table>\n"
  }

  private var history: String {
    let lines = sheet.entries.compactMap { entry -> String? in
      guard let (what, text) = step(entry.event) else { return nil }
      return """
        <tr><td>\(time(entry.recorded.occurredAt))</td><td>\(escaped(what))</td>\
        <td>\(escaped(entry.recorded.authorship.actor))</td><td>\(escaped(isPersonalShown ? text : ""))</td></tr>

        """
    }
    guard !lines.isEmpty else { return "" }
    let head = [("time", "时间", "Time"), ("what", "事项", "What"), ("who", "经办", "By"), ("", "内容", "Words")].map {
      "<th class=\"\($0)\">\(word($1, $2))</th>"
    }
    return """
      <h2>\(word("办理经过", "What was done"))</h2>
      <table><thead><tr>\(head.joined())</tr></thead>
      \(lines.joined())</table>

      """
  }

  /// What a step is called and the words that came with it; `nil` for what is nobody's act on the order.
  private func step(_ event: OrderEvent) -> (what: String, words: String)? {
    switch event {
    case .assigned(let assigned):
      let staff = assigned.staff.map { " (\($0))" } ?? ""
      return (word("派至 ", "Given to ") + assigned.main.rawValue + staff, "")
    case .moved(let moved):
      let definition = sheet.process.action(moved.action)
      let action = label(definition?.labels) ?? moved.action.rawValue
      let form = definition?.asks ?? .none
      let codes = (moved.form ?? [:]).sorted { $0.key < $1.key }
      let texts = (moved.words ?? [:]).sorted { $0.key < $1.key }
      let said = (codes + texts).map { "\(name($0.key, form)): \(value($0.value, of: $0.key, form))" }
      return (action, said.joined(separator: "; "))
    case .noted(let noted): return (word("备注", "Note"), noted.text ?? "")
    case .repeatReported(let report):
      return (word("第 \(report.count) 次重复反映", "Reported again, \(report.count)"), report.text ?? "")
    case .dueExtended(let extended):
      return (word("延期 \(extended.by)", "Extended by \(extended.by)"), extended.reason ?? "")
    case .assistAsked(let asked): return (word("请求协办 ", "Help asked of ") + asked.unit.rawValue, "")
    case .opened, .unassigned, .reminderSet, .ruleFired, .withdrawn, .reinstated, .forgotten, .assistEnded, .edited,
      .linked, .unlinked, .extensionAsked, .extensionRefused, .lineAdded, .lineVoided, .fileAttached, .fileRemoved,
      .processChanged, .reserved, .released:
      return nil
    }
  }

  /// Room for what is written by hand, while there is something to do.
  private var toFillIn: String {
    guard !order.kind.isFinished else { return "" }
    return """
      <h2>\(word("处理结果（现场填写后录入）", "Result (fill in on the spot, then enter)"))</h2>
      <table><tr><td class="empty"></td></tr></table>

      """
  }

  private var signatures: String {
    let lines = [
      word("承办人签字 / 日期", "Handled by / date"), word("来电人（用户）签字 / 日期", "Customer / date"),
      word("审批人签字 / 日期", "Approved by / date"),
    ]
    return "<table class=\"signs\"><tr>" + lines.map { "<td><span>\($0)</span></td>" }.joined() + "</tr></table>\n"
  }

  private var foot: String {
    """
    <p class="small">\(word("打印于", "Printed")) \(time(now)) (\(zone.identifier)), \
    \(word("工单第", "order at version")) \(sheet.version)\(word(" 版", "")), hotline \(Version.current)</p>
    """
  }

  /// What a form calls a field, else what all events call it.
  private func name(_ key: String, _ form: Form) -> String {
    label(form.field(key)?.labels) ?? EventWords.field(key)(language)
  }
  /// A value as people read it: the words of a choice.
  private func value(_ value: String, of key: String, _ form: Form) -> String {
    label(form.field(key)?.choice(value)?.labels) ?? value
  }
  private func time(_ date: Date) -> String {
    var clock = WallClock(zone: zone)
    return clock.text(date, .minute)
  }
  private func deadline(_ date: Date) -> String {
    var clock = WallClock(zone: zone)
    return clock.text(date, .deadline)
  }
  private func word(_ zh: String, _ en: String) -> String { Text(zh: zh, en: en)(language) }
  private func label(_ labels: Labels?) -> String? { language == .zh ? labels?.zh : labels?.en }
  private func joined(_ texts: [String]) -> String? { texts.isEmpty ? nil : texts.joined(separator: ", ") }
  private func escaped(_ text: String) -> String { DossierHTML.escaped(text) }
}
