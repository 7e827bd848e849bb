import BackOffice
import Domain
import Foundation

extension Explanation {
  /// Why a person cannot be found or forgotten, and what to do.
  static func noSuchParty(_ typed: String) -> Failure {
    Failure(
      Text(
        zh: "找不到“\(typed)”；请给出编号、电话号码或工单号，用 `hotline party list --search` 查找",
        en:
          "nobody is known as '\(typed)'; give an id, a telephone number or an order's number, and look with `hotline party list --search`"
      ))
  }

  static func severalParties(_ typed: String, _ candidates: [PartyID]) -> Failure {
    let some = candidates.prefix(10).map(\.description)
    let more = candidates.count > some.count
    return Failure(
      .usage,
      Text(
        zh: "“\(typed)”对应多人，请指明其一：\(some.joined(separator: "、"))\(more ? "……" : "")",
        en: "'\(typed)' could be several; name one: \(some.joined(separator: ", "))\(more ? " …" : "")"))
  }

  static func stillOpen(_ orders: [OrderNumber]) -> Failure {
    let some = orders.prefix(10).map(\.description)
    let more = orders.count > some.count
    let (zhMore, enMore) = more ? ("等 \(orders.count) 个", " and more, \(orders.count) in all") : ("", "")
    return Failure(
      .conflict,
      Text(
        zh: "还有未办结的工单 \(some.joined(separator: "、"))\(zhMore)，遗忘后无法再联系本人；请先办结，或加 --even-open",
        en:
          "open orders: \(some.joined(separator: ", "))\(enMore); once forgotten nobody can be called back about them; finish them first, or give --even-open"
      ))
  }

  static func quotesNumber(_ reference: CaseReference) -> Failure {
    Failure(
      .usage,
      Text(
        zh: "--reference \(reference)：含有本人的电话号码，而它将永久保留；请用案件编号",
        en: "--reference \(reference) holds a number of the person, and it stays for ever; give the number of the case")
    )
  }

  static func nothingToTrace(_ typed: String) -> Failure {
    Failure(
      Text(
        zh: "没有工单、事件、命令、导入批次或人员是“\(typed)”；用 `hotline event list` 查看",
        en: "no order, event, command, import or party is '\(typed)'; look with `hotline event list`"))
  }
}
