{{- define "millrace.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "millrace.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "millrace.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "millrace.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Cluster-wide objects carry the namespace, so that two releases of one name do not meet. */}}
{{- define "millrace.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "millrace.fullname" .) -}}
{{- end -}}

{{- define "millrace.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "millrace.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "millrace.selectorLabels" -}}
app.kubernetes.io/name: {{ include "millrace.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "millrace.labels" -}}
{{ include "millrace.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: logging
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "millrace.elasticsearchSecret" -}}
{{- default (include "millrace.fullname" .) .Values.elasticsearch.existingSecret -}}
{{- end -}}

{{- define "millrace.s3Secret" -}}
{{- default (include "millrace.fullname" .) .Values.s3.existingSecret -}}
{{- end -}}

{{/* "true" when the chart makes a Secret of its own from values. */}}
{{- define "millrace.ownSecret" -}}
{{- if or (and .Values.elasticsearch.enabled .Values.elasticsearch.password) (and .Values.s3.enabled .Values.s3.aws_key_id .Values.s3.aws_sec_key) -}}
true
{{- end -}}
{{- end -}}
