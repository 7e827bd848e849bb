import BackOffice
import Domain

/// Refusals of what is configured, in words.
extension Explanation {
  static func definition(_ refusal: DefinitionRefusal) -> Failure {
    switch refusal {
    case .noSuchVersion(let process, let version, let newest):
      Failure(
        .usage,
        Text(
          zh: "流程 \(process) 没有第 \(version) 版，最新是第 \(newest) 版；用 `hotline process list --versions` 查看",
          en:
            "process \(process) has no version \(version), the newest is \(newest); see `hotline process list --versions`"
        ))
    case .otherProcess(let process, let other):
      Failure(
        .usage,
        Text(
          zh: "映射文件写的是流程 \(other)，不是 \(process)；请写 `process-map: \(process)`",
          en: "the map is for process \(other), not for \(process); write `process-map: \(process)`"))
    case .noSuchDefinition(let kind, let key, let known):
      Failure(
        .usage,
        .unknown(
          Text(zh: "没有发布过\(name(of: kind).zh) \(key)", en: "there is no \(name(of: kind).en) \(key)"), key, in: known,
          none: Text(zh: "还没有任何\(name(of: kind).zh)", en: "none is published yet")))
    case .noSuchCategory(let category, let tree, let choices):
      Failure(
        .usage,
        Text(
          zh: "分类 \(category) 不在分类树 \(tree) 的可选项中；可选：\(choices.joined(separator: "、"))",
          en: "\(category) cannot be chosen from the category tree \(tree); choose \(choices.joined(separator: ", "))"))
    }
  }

  private static func name(of kind: DefinitionPublished.Kind) -> Text {
    switch kind {
    case .process: Text(zh: "流程", en: "process")
    case .office: Text(zh: "办公室", en: "office")
    case .campaign: Text(zh: "活动", en: "campaign")
    case .calendar: Text(zh: "日历", en: "calendar")
    case .categories: Text(zh: "分类树", en: "category tree")
    case .regions: Text(zh: "区域表", en: "region table")
    case .role: Text(zh: "角色", en: "role")
    case .view: Text(zh: "视图", en: "view")
    case .template: Text(zh: "公函模板", en: "letter template")
    case .functions: Text(zh: "功能开关", en: "list of functions")
    case .processMap: Text(zh: "流程映射", en: "process map")
    case .measure: Text(zh: "指标", en: "measure")
    case .report: Text(zh: "报表", en: "report")
    case .reportSchedule: Text(zh: "报表计划", en: "report schedule")
    case .importMap: Text(zh: "导入映射", en: "import map")
    }
  }
}
