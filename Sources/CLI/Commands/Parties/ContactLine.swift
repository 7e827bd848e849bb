import BackOffice
import Domain
import Foundation
import Projections

/// One contact of a party as a line of a list.
enum ContactLine {
  static let columns = [
    ListColumn("at", Text(zh: "时间", en: "at"), .instant),
    ListColumn("kind", Text(zh: "联系", en: "contact")),
    ListColumn("channel", Text(zh: "渠道", en: "by"), priority: 3),
    ListColumn("order", Text(zh: "工单号", en: "order"), .code),
    ListColumn("process", Text(zh: "流程", en: "process"), priority: 2),
    ListColumn("category", Text(zh: "类别", en: "category"), priority: 4),
    ListColumn("title", Text(zh: "标题", en: "title"), priority: 1),
    ListColumn("state", Text(zh: "状态", en: "state")),
    ListColumn("stateKind", Text(zh: "性质", en: "kind of state"), priority: 7),
    ListColumn("unit", Text(zh: "单位", en: "unit"), priority: 2),
    ListColumn("dueAt", Text(zh: "期限", en: "due"), .instant, priority: 5),
    ListColumn("position", Text(zh: "位置", en: "position"), .integer, priority: 8),
  ]

  static func row(_ contact: PartyContacts.Contact, _ words: OfficeWords) -> [Value] {
    [
      .instant(contact.at), .text(words.contact(contact.kind)), .text(words.channel(contact.channel)),
      .code(contact.no.description), .text(words.process(contact.process)), .text(contact.category),
      .text(contact.title), .text(words.state(contact.state, of: contact.process)),
      .text(words.kind(contact.stateKind)), .text(contact.unit), .deadline(contact.dueAt),
      .integer(Int(contact.position)),
    ]
  }

  static func show(
    _ contacts: [PartyContacts.Contact], _ definitions: Definitions, _ output: OutputOptions, _ console: Console,
    _ zone: TimeZone
  ) throws {
    let listing = try Listing(
      title: Text(zh: "联系记录", en: "contacts"), columns: columns, options: output, console: console, zone: zone)
    let words = definitions.words(output, console.language)
    for contact in contacts { try listing.append(row(contact, words)) }
    try listing.finish()
  }
}
