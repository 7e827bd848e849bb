import EventCodec
import EventStore
import Foundation

/// Events and their fields in words for people; codes stay what they are.
enum EventWords {
  /// What a kind of event is called; the stored name where this program has no word for it.
  static func name(_ type: EventType) -> Text {
    guard let name = StoredName(rawValue: type.name) else { return Text(type.description) }
    return switch name {
    case .orderOpened: Text(zh: "工单登记", en: "order opened")
    case .orderAssigned: Text(zh: "派单", en: "order assigned")
    case .orderMoved: Text(zh: "工单处理", en: "order moved")
    case .orderNoted: Text(zh: "备注", en: "note written")
    case .orderReminderSet: Text(zh: "设置提醒", en: "reminder set")
    case .ruleFired: Text(zh: "提醒触发", en: "rule fired")
    case .orderWithdrawn: Text(zh: "收回工单", en: "order withdrawn")
    case .orderReinstated: Text(zh: "恢复工单", en: "order reinstated")
    case .orderForgotten: Text(zh: "遗忘工单内容", en: "order forgotten")
    case .orderUnassigned: Text(zh: "收回派单", en: "order unassigned")
    case .orderAssistAsked: Text(zh: "请求协办", en: "help asked for")
    case .orderAssistEnded: Text(zh: "协办结束", en: "help ended")
    case .orderEdited: Text(zh: "修改工单", en: "order edited")
    case .orderLinked: Text(zh: "关联工单", en: "orders linked")
    case .orderUnlinked: Text(zh: "解除关联", en: "link ended")
    case .orderExtensionAsked: Text(zh: "申请延期", en: "extension asked for")
    case .orderDueExtended: Text(zh: "延期", en: "due time extended")
    case .orderExtensionRefused: Text(zh: "延期不批准", en: "extension refused")
    case .orderLineAdded: Text(zh: "添加明细", en: "line added")
    case .orderLineVoided: Text(zh: "作废明细", en: "line voided")
    case .orderRepeatReported: Text(zh: "重复反映", en: "reported again")
    case .orderFileAttached: Text(zh: "附加文件", en: "file attached")
    case .orderFileRemoved: Text(zh: "移除文件", en: "file removed")
    case .orderProcessChanged: Text(zh: "更换流程版本", en: "process version changed")
    case .orderReserved: Text(zh: "领取外呼", en: "taken to call")
    case .orderReleased: Text(zh: "退回外呼", en: "given back uncalled")
    case .partyRegistered: Text(zh: "登记人员", en: "person registered")
    case .partyCorrected: Text(zh: "更正人员资料", en: "party corrected")
    case .partyContactAdded: Text(zh: "增加联系方式", en: "contact added")
    case .partyContactRemoved: Text(zh: "去除联系方式", en: "contact removed")
    case .partyMarked: Text(zh: "设置标记", en: "party marked")
    case .partyUnmarked: Text(zh: "取消标记", en: "mark removed")
    case .partyMerged: Text(zh: "合并人员", en: "party merged")
    case .partyMergeUndone: Text(zh: "撤销合并", en: "merge undone")
    case .partyRelated: Text(zh: "建立关系", en: "party related")
    case .partyUnrelated: Text(zh: "解除关系", en: "relation ended")
    case .partyForgotten: Text(zh: "遗忘人员", en: "person forgotten")
    case .partyWithdrawn: Text(zh: "随导入撤销而移出", en: "taken out with its import")
    case .unitCreated: Text(zh: "新建单位", en: "unit created")
    case .unitMoved: Text(zh: "单位迁移", en: "unit moved")
    case .unitChanged: Text(zh: "单位资料变更", en: "unit changed")
    case .unitCalendarSet: Text(zh: "单位日历变更", en: "calendar set")
    case .unitClosed: Text(zh: "单位停用", en: "unit closed")
    case .unitReopened: Text(zh: "单位恢复", en: "unit reopened")
    case .staffJoined: Text(zh: "人员入职", en: "person joined")
    case .staffCorrected: Text(zh: "人员资料更正", en: "person corrected")
    case .staffMoved: Text(zh: "人员调动", en: "person moved")
    case .staffLeft: Text(zh: "人员离职", en: "person left")
    case .staffReturned: Text(zh: "人员复职", en: "person returned")
    case .staffDutyChanged: Text(zh: "值班状态", en: "duty changed")
    case .staffForgotten: Text(zh: "遗忘工作人员", en: "member of staff forgotten")
    case .roleGranted: Text(zh: "授予角色", en: "role granted")
    case .roleRevoked: Text(zh: "收回角色", en: "role revoked")
    case .batchStarted: Text(zh: "导入开始", en: "import started")
    case .batchRowsRecorded: Text(zh: "导入若干行", en: "rows taken in")
    case .batchFinished: Text(zh: "导入完成", en: "import finished")
    case .batchUndoBegan: Text(zh: "开始撤销导入", en: "undo began")
    case .batchUndone: Text(zh: "导入已撤销", en: "import undone")
    case .definitionPublished: Text(zh: "发布配置", en: "definition published")
    case .definitionRetired: Text(zh: "停用配置", en: "definition retired")
    case .numbersReserved: Text(zh: "预留工单号", en: "numbers reserved")
    case .reportMade: Text(zh: "定时报表制成", en: "report made")
    case .reportDelivered: Text(zh: "报表送达", en: "report delivered")
    case .reportSlotsSkipped: Text(zh: "报表时点跳过", en: "report slots skipped")
    case .reportGivenUp: Text(zh: "报表不再送出", en: "report given up on")
    case .campaignStarted: Text(zh: "外呼活动开始", en: "campaign started")
    case .campaignPaused: Text(zh: "外呼活动暂停", en: "campaign paused")
    case .campaignResumed: Text(zh: "外呼活动继续", en: "campaign resumed")
    case .campaignEnded: Text(zh: "外呼活动结束", en: "campaign ended")
    case .campaignSampled: Text(zh: "外呼抽样", en: "sample drawn")
    case .campaignFilled: Text(zh: "加入外呼对象", en: "targets added")
    case .campaignNoticed: Text(zh: "通报外呼结果", en: "units told of the results")
    case .partListed: Text(zh: "备件入目录", en: "part listed")
    case .partCorrected: Text(zh: "更正备件", en: "part corrected")
    case .partWithdrawn: Text(zh: "撤下备件", en: "part withdrawn")
    case .articleDrafted: Text(zh: "撰写知识", en: "article written")
    case .articlePublished: Text(zh: "发布知识", en: "article published")
    case .articleWithdrawn: Text(zh: "撤下知识", en: "article withdrawn")
    case .mailingMade: Text(zh: "制作邮寄名单", en: "mailing list made")
    }
  }

  /// What a field of an event is called; itself where it is a column of somebody's list.
  static func field(_ key: String) -> Text { fields[key] ?? Text(key) }

  /// What people call a field of a part or an article: things have no 姓名.
  static func field(ofEntry key: String) -> Text { key == "name" ? Text(zh: "名称", en: "name") : field(key) }

  private static let fields: [String: Text] = [
    "phone": Text(zh: "电话", en: "phone"), "fax": Text(zh: "传真", en: "fax"), "mail": Text(zh: "邮箱", en: "mail"),
    "vip": Text(zh: "贵宾", en: "VIP"),
    "name": Text(zh: "姓名", en: "name"), "phones": Text(zh: "电话", en: "number"),
    "number": Text(zh: "号码", en: "number"), "extension": Text(zh: "分机", en: "extension"),
    "label": Text(zh: "标注", en: "label"), "address": Text(zh: "地址", en: "address"),
    "title": Text(zh: "标题", en: "title"), "text": Text(zh: "内容", en: "words"), "note": Text(zh: "备注", en: "note"),
    "result": Text(zh: "结果", en: "result"), "reason": Text(zh: "原因", en: "reason"),
    "reference": Text(zh: "案件编号", en: "case"), "kind": Text(zh: "性质", en: "kind"), "no": Text(zh: "工单号", en: "order"),
    "process": Text(zh: "流程", en: "process"), "processVersion": Text(zh: "流程版本", en: "version of the process"),
    "state": Text(zh: "状态", en: "state"), "channel": Text(zh: "渠道", en: "channel"),
    "category": Text(zh: "类别", en: "category"), "key": Text(zh: "编号", en: "key"),
    "promise": Text(zh: "承诺时间", en: "promised for"), "party": Text(zh: "人员编号", en: "person"),
    "campaign": Text(zh: "活动", en: "campaign"), "main": Text(zh: "单位", en: "unit"),
    "staff": Text(zh: "承办人", en: "staff"), "action": Text(zh: "动作", en: "action"), "from": Text(zh: "原状态", en: "from"),
    "to": Text(zh: "到", en: "to"), "at": Text(zh: "时间", en: "at"), "rule": Text(zh: "规则", en: "rule"),
    "clock": Text(zh: "计时", en: "clock"), "due": Text(zh: "期限", en: "due"),
    "plannedFor": Text(zh: "预定时间", en: "planned for"), "outcome": Text(zh: "结果", en: "outcome"),
    "level": Text(zh: "级别", en: "level"), "generation": Text(zh: "第几次", en: "run"),
    "fields": Text(zh: "字段", en: "fields"), "codes": Text(zh: "代码", en: "codes"), "old": Text(zh: "原值", en: "before"),
    "new": Text(zh: "新值", en: "now"), "contact": Text(zh: "第几个", en: "which"), "value": Text(zh: "号码或地址", en: "value"),
    "mark": Text(zh: "标记", en: "mark"), "service": Text(zh: "服务", en: "service"), "until": Text(zh: "到期", en: "until"),
    "manager": Text(zh: "客户经理", en: "account manager"), "into": Text(zh: "并入", en: "merged into"),
    "other": Text(zh: "另一方", en: "the other"), "relation": Text(zh: "关系", en: "relation"),
    "customer-number": Text(zh: "客户号", en: "customer number"), "tariff": Text(zh: "资费", en: "tariff"),
    "product": Text(zh: "产品", en: "product"), "area": Text(zh: "地区", en: "area"),
    "preference": Text(zh: "偏好", en: "preference"), "models": Text(zh: "适用型号", en: "models"),
    "unit": Text(zh: "单位", en: "unit"), "price": Text(zh: "单价", en: "price"),
    "supplier-number": Text(zh: "供应商编号", en: "supplier's number"), "remark": Text(zh: "备注", en: "remark"),
    "questions": Text(zh: "问题", en: "questions"), "keywords": Text(zh: "关键词", en: "keywords"),
    "body": Text(zh: "正文", en: "body"), "valid-from": Text(zh: "生效日期", en: "valid from"),
    "valid-until": Text(zh: "失效日期", en: "valid until"), "source": Text(zh: "来源", en: "source"),
    "published": Text(zh: "已发布", en: "published"), "values": Text(zh: "内容", en: "says"),
    "changes": Text(zh: "变更", en: "changes"), "version": Text(zh: "版本", en: "version"),
  ]
}
