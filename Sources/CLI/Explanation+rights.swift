import BackOffice
import Domain
import Foundation

extension Explanation {
  /// Who may not, what is missing, where, and who can give it.
  static func denied(_ denial: Denial) -> Failure {
    let place = denial.unit.map { Text(zh: "单位 \($0)", en: "\($0)") } ?? Text(zh: "全机构", en: "the whole office")
    let givers = denial.givers.map(\.rawValue)
    let helpers = Text(
      zh: givers.isEmpty ? "" : "；可授权的人：\(givers.joined(separator: "、"))",
      en: givers.isEmpty ? "" : "; who can grant it: \(givers.joined(separator: ", "))")
    switch denial.missing {
    case .right(let right):
      return Failure(
        .notAllowed,
        Text(
          zh:
            "\(denial.actor) 没有权限 \(right.rawValue)（\(right.labels.zh ?? right.rawValue)），范围：\(place.zh)\(helpers.zh)",
          en:
            "\(denial.actor) lacks the right \(right.rawValue) (\(right.labels.en ?? right.rawValue)) over \(place.en)\(helpers.en)"
        ))
    case .roles(let roles, let action):
      let names = roles.map(\.rawValue)
      return Failure(
        .notAllowed,
        Text(
          zh: "\(denial.actor) 不能执行 \(action)：须在 \(place.zh) 担任 \(names.joined(separator: "、"))\(helpers.zh)",
          en:
            "\(denial.actor) may not \(action): that takes the role \(names.joined(separator: " or ")) over \(place.en)\(helpers.en)"
        ))
    case .stranger(let stranger): return strange(stranger, helpers)
    }
  }

  private static func strange(_ stranger: Organisation.Stranger, _ helpers: Text) -> Failure {
    switch stranger {
    case .unknown(let name, let nearest):
      let hint = Text(
        zh: nearest.map { "，是否指 \($0)？" } ?? "", en: nearest.map { "; did you mean \($0)?" } ?? "")
      return Failure(
        .notAllowed,
        Text(
          zh: "\(name) 不是本机构现有人员\(hint.zh)；用 --as 指明身份，或由管理员登记：hotline person join\(helpers.zh)",
          en:
            "\(name) is nobody who works here\(hint.en); name yourself with --as, or have an administrator enter you with `hotline person join`\(helpers.en)"
        ))
    case .mayNotActAs(let seated, let other):
      return Failure(
        .notAllowed,
        Text(
          zh: "\(seated) 不能以 \(other) 的身份操作：缺少权限 act-as\(helpers.zh)",
          en: "\(seated) may not act as \(other): that takes the right act-as\(helpers.en)"))
    }
  }

  static func switchedOff(_ function: OfficeFunction) -> Failure {
    let labels = function.labels
    return Failure(
      .notAllowed,
      Text(
        zh: "本机构已停用\(labels.zh ?? function.rawValue)；用 `hotline function enable \(function.rawValue)` 启用",
        en:
          "this office has switched \(labels.en ?? function.rawValue) off; `hotline function enable \(function.rawValue)` switches it on"
      ))
  }

  /// Why the tree or the people stay as they are.
  static func organisation(_ refusal: OrganisationRefusal) -> Failure {
    switch refusal {
    case .noSuchUnit(let typed, let nearest):
      usage(
        "没有单位 \(typed)\(nearest.map { "，是否指 \($0)？" } ?? "；用 `hotline unit tree` 查看")",
        "there is no unit \(typed)\(nearest.map { "; did you mean \($0)?" } ?? "; look with `hotline unit tree`")")
    case .unitExists(let unit):
      Failure(
        .conflict,
        Text(
          zh: "单位 \(unit) 已存在；用 `hotline unit show \(unit)` 查看",
          en: "there is a unit \(unit) already; look with `hotline unit show \(unit)`"))
    case .sameAs(let row, let code):
      usage("\(code) 与第 \(row) 行相同；只留一行", "\(code) is the same as row \(row); keep one of them")
    case .needsParent(let unit, let top):
      usage(
        "单位 \(unit) 需要上级：机构顶层是 \(top)，请加 --parent",
        "the unit \(unit) needs one above it: \(top) is the top of the office; add --parent")
    case .noTop:
      usage(
        "还没有机构顶层；先用 `hotline unit add 代码` 建立顶层单位",
        "the office has no top yet; set it up with `hotline unit add CODE` first")
    case .belowItself(let unit, let parent):
      usage("单位 \(unit) 不能放在 \(parent) 之下：后者就是它或在它下面", "\(unit) cannot go to \(parent), which is itself or below it")
    case .circle(let units, let rows): circle(units, rows)
    case .aboveRefused(let unit, let row):
      usage(
        "上级 \(unit) 在第 \(row) 行，那一行不能接受；先改正那一行",
        "\(unit), the unit above, stands in row \(row), which cannot be taken; correct that row first")
    case .isTop(let unit):
      usage("单位 \(unit) 是机构顶层，不能迁移或停用", "\(unit) is the top of the office; it is neither moved nor closed")
    case .unitIsClosed(let unit):
      Failure(
        .conflict,
        Text(
          zh: "单位 \(unit) 已停用；用 `hotline unit reopen \(unit)` 恢复",
          en: "the unit \(unit) is closed; `hotline unit reopen \(unit)` opens it again"))
    case .unitIsOpen(let unit):
      Failure(.conflict, Text(zh: "单位 \(unit) 没有停用", en: "the unit \(unit) is not closed"))
    case .notEmpty(let unit, let units, let staff, let orders): notEmpty(unit, units, staff, orders)
    case .badCode(let typed):
      usage(
        "“\(typed)”不能作代码：用字母、数字和 - _ . @，最长 64 字节",
        "'\(typed)' is no code: use letters, digits and - _ . @, at most 64 bytes")
    case .digitsLost(let typed):
      usage(
        "“\(typed)”不是完整的代码：Excel 丢失了数字；把该列设为文本格式后重新录入",
        "'\(typed)' is not all of a code: Excel has lost digits; set the column to text and type it again")
    case .noSuchStaff(let typed, let nearest):
      usage(
        "没有人员 \(typed)\(nearest.map { "，是否指 \($0)？" } ?? "；用 `hotline person list` 查看")",
        "nobody has the code \(typed)\(nearest.map { "; did you mean \($0)?" } ?? "; look with `hotline person list`")")
    case .staffExists(let staff):
      Failure(
        .conflict,
        Text(
          zh: "代码 \(staff) 已有人使用；离职的人用 `hotline person return \(staff)` 复职",
          en: "somebody has the code \(staff) already; who left comes back with `hotline person return \(staff)`"))
    case .hasLeft(let staff):
      Failure(
        .conflict,
        Text(
          zh: "\(staff) 已离职；用 `hotline person return \(staff)` 复职",
          en: "\(staff) works here no more; `hotline person return \(staff)` brings them back"))
    case .isHere(let staff): Failure(.conflict, Text(zh: "\(staff) 在职", en: "\(staff) works here"))
    case .loginTaken(let login, let other):
      Failure(.conflict, Text(zh: "登录名 \(login) 属于 \(other)", en: "the login \(login) is that of \(other)"))
    case .noSuchRole(let typed, let known):
      Failure(
        .usage,
        .unknown(
          Text(zh: "没有角色 \(typed)", en: "there is no role \(typed)"), "\(typed)", in: known.map(\.rawValue)))
    case .noSuchGrant(let staff, let role, let unit):
      usage(
        "\(staff) 在 \(unit) 没有角色 \(role)；用 `hotline person show \(staff)` 查看",
        "\(staff) does not hold \(role) over \(unit); look with `hotline person show \(staff)`")
    case .endsBeforeItBegins: usage("--until 必须晚于 --from", "--until must lie after --from")
    case .lastAdmin(let staff):
      Failure(
        .conflict,
        Text(
          zh: "\(staff) 是最后一位长期系统管理员；请先在顶层授予另一人 admin",
          en: "\(staff) is the last one who holds admin at the top for good; grant it to somebody else first"))
    }
  }

  private static func usage(_ zh: String, _ en: String) -> Failure { Failure(.usage, Text(zh: zh, en: en)) }

  private static func circle(_ units: [UnitKey], _ rows: [Int]) -> Failure {
    if units.count == 1, let unit = units.first {
      return usage(
        "单位 \(unit) 的上级写成了它自己；改正上级，顶层单位的上级留空",
        "\(unit) is named as the unit above itself; correct it, and leave it empty for the top of the office")
    }
    let (names, numbers) = (units.map(\.rawValue), rows.map(String.init))
    return usage(
      "\(names.joined(separator: "、"))（第 \(numbers.joined(separator: "、")) 行）互为上级，成了一圈；改正其中一行的上级",
      "\(names.joined(separator: ", ")) (rows \(numbers.joined(separator: ", "))) stand below each other in a circle; correct the unit above in one of these rows"
    )
  }

  private static func notEmpty(_ unit: UnitKey, _ units: Int, _ staff: Int, _ orders: Int) -> Failure {
    if units > 0 {
      return Failure(
        .conflict,
        Text(
          zh: "单位 \(unit) 下面还有 \(units) 个单位；先迁移或停用它们",
          en: "\(units) \(units == 1 ? "unit stands" : "units stand") below \(unit); move or close them first"))
    }
    return Failure(
      .conflict,
      Text(
        zh: "单位 \(unit) 还有 \(orders) 件未办结工单、\(staff) 名人员；用 --into 指明接收单位",
        en:
          "\(unit) still has \(orders) open \(orders == 1 ? "order" : "orders") and \(staff) \(staff == 1 ? "person" : "people"); name who takes them over with --into"
      ))
  }
}
