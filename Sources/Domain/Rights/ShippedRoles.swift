extension RoleDefinition {
  /// The roles that come with Hotline; each may be published anew under its name, and others beside it.
  public static let shipped: [RoleDefinition] = [
    RoleDefinition(key: admin, labels: Labels(zh: "系统管理员", en: "Administrator"), rights: Set(Right.allCases)),
    RoleDefinition(
      key: "agent", labels: Labels(zh: "话务员", en: "Agent"),
      rights: [
        .orderOpen, .orderRead, .orderAct, .orderNote, .orderEdit, .orderLink, .partyRead, .partyEdit,
      ]),
    RoleDefinition(
      key: "analyst", labels: Labels(zh: "分析员", en: "Analyst"),
      rights: [.orderRead, .reportRun, .reportDefine, .reportSchedule, .viewShare]),
    RoleDefinition(
      key: "approver", labels: Labels(zh: "审批人", en: "Approver"),
      rights: [.orderRead, .orderAct, .orderNote, .orderExtend, .partyRead, .reportRun]),
    RoleDefinition(
      key: "auditor", labels: Labels(zh: "审计员", en: "Auditor"),
      rights: [.orderRead, .partyRead, .staffRead, .eventRead, .logSeal, .reportRun]),
    RoleDefinition(
      key: "clerk", labels: Labels(zh: "录入员", en: "Clerk"),
      rights: [
        .orderOpen, .orderRead, .orderAct, .orderNote, .orderEdit, .partyRead, .partyEdit, .importRun, .importUndo,
        .campaignKeep, .partKeep, .articleKeep,
      ]),
    RoleDefinition(
      key: "dispatcher", labels: Labels(zh: "派单员", en: "Dispatcher"),
      rights: [
        .orderOpen, .orderRead, .orderAct, .orderAssign, .orderEdit, .orderLink, .orderExtend, .orderNote, .partyRead,
        .partyEdit, .staffRead, .reportRun, .viewShare,
      ]),
    RoleDefinition(
      key: "scheduler", labels: Labels(zh: "提醒管理员", en: "Scheduler"),
      rights: [.orderRead, .remindRun, .reportRun, .reportSchedule]),
    RoleDefinition(
      key: "supervisor", labels: Labels(zh: "主管", en: "Supervisor"),
      rights: [
        .orderOpen, .orderRead, .orderAct, .orderAssign, .orderEdit, .orderLink, .orderExtend, .orderNote, .partyRead,
        .partyEdit, .staffRead, .campaignKeep, .partKeep, .articleKeep, .articlePublish, .reportRun, .reportDefine,
        .reportSchedule, .viewShare,
      ]),
    RoleDefinition(
      key: "system", labels: Labels(zh: "系统", en: "System"),
      rights: [
        .orderOpen, .orderRead, .orderAct, .orderAssign, .orderLink, .orderNote, .orderExtend, .partyRead, .importRun,
        .remindRun, .reportRun, .reportSchedule, .campaignKeep, .actAs,
      ]),
    RoleDefinition(
      key: "unit", labels: Labels(zh: "承办单位", en: "Unit"),
      rights: [.orderRead, .orderAct, .orderNote, .orderExtend, .partyRead, .staffRead]),
  ]
}
