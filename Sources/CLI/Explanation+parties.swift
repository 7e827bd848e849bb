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

extension Explanation {
  /// Why the book does not change as asked, and what to do.
  static func bookRefused(_ id: PartyID, _ refusal: PartyRefusal) -> Failure {
    switch refusal {
    case .notACode(let field, let value): notACode(field, value)
    case .merged(let head):
      Failure(
        .conflict,
        Text(
          zh: "\(id) 已并入 \(head)；请修改后者，或先用 `hotline party split \(id)` 撤销合并",
          en: "\(id) is merged into \(head); change that one, or take the merge back with `hotline party split \(id)`"))
    case .notMerged:
      Failure(
        .conflict, Text(zh: "\(id) 没有并入任何人，无可撤销", en: "\(id) is merged into nobody; there is nothing to take back"))
    case .itself:
      Failure(
        .usage,
        Text(
          zh: "两个参数指的是同一人（\(id)）；请用编号指明另一人",
          en: "both are the same party already (\(id)); name another one, by its id where they share a number"))
    case .contactThere(let contact):
      Failure(
        .conflict,
        Text(
          zh: "已有此联系方式（第 \(contact) 个）；用 `hotline party show \(id)` 查看",
          en: "it has that already, as number \(contact); look with `hotline party show \(id)`"))
    case .noSuchContact(_, let known):
      Failure(
        .usage,
        Text(
          zh: "没有此联系方式；现有 \(known.map(String.init).joined(separator: "、"))，用 `hotline party show \(id)` 查看",
          en:
            "it has no such number or address; it has \(known.map(String.init).joined(separator: ", ")), see `hotline party show \(id)`"
        ))
    case .emptyContact: Failure(.usage, Text(zh: "联系方式为空", en: "the number or address is empty"))
    case .markIsPast:
      Failure(
        .usage,
        Text(zh: "--until 已经过去，标记不会生效；请给出将来的时间", en: "--until is past, the mark would never hold; name a time to come"))
    case .managerMissing:
      Failure(
        .usage,
        Text(zh: "manager 标记需要 --manager 员工代码，其他标记不接受", en: "the mark manager needs --manager CODE; others take none"))
    case .noServiceForMark(let mark):
      Failure(
        .usage,
        Text(
          zh: "\(mark.rawValue) 标记不分服务；请去掉 --service",
          en: "the mark \(mark.rawValue) is about no service; leave --service out"))
    case .notMarked(let mark, let service):
      Failure(
        .conflict,
        Text(
          zh: "没有标记 \(mark.rawValue)\(service.map { "（服务 \($0)）" } ?? "")；用 `hotline party show \(id)` 查看",
          en:
            "there is no mark \(mark.rawValue)\(service.map { " for service \($0)" } ?? " without a service"); look with `hotline party show \(id)`"
        ))
    case .notRelated:
      Failure(
        .conflict,
        Text(
          zh: "没有这样的关系；关系记在当初说明的一方，用 `hotline party show \(id)` 查看",
          en: "there is no such relation; it stands with the one it was said of, look with `hotline party show \(id)`"))
    }
  }

  private static func notACode(_ field: PartyField, _ value: String) -> Failure {
    guard field != .kind else {
      return Failure(
        .usage, Text(zh: "kind 只能是 person 或 organisation", en: "kind is person or organisation, not '\(value)'"))
    }
    return Failure(
      .usage,
      Text(
        zh: "\(field.rawValue)：“\(value)”不是代码；最多 40 个字母、汉字、数字和 -_./，不含空格（它将永久保留）",
        en:
          "\(field.rawValue): '\(value)' is no code; write up to 40 letters, digits and -_./ without blanks, for it stays for ever"
      ))
  }

  static func numberTaken(_ number: String, _ party: PartyID) -> Failure {
    Failure(
      .conflict,
      Text(
        zh: "号码 \(number) 已属于 \(party)；用 `hotline party show \(party)` 查看，确实共用请加 --shared",
        en:
          "\(party) has the number \(number) already; look with `hotline party show \(party)`, or give --shared if they share it"
      ))
  }
}
